// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import static dev.centralog.bench.report.Markdown.megabytes;
import static dev.centralog.bench.report.Markdown.number;

import dev.centralog.bench.report.Markdown;
import dev.centralog.bench.volume.Store.Activity;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The same users, actions and slices, with ever more actions. */
record Curve(String database, List<Point> points, boolean isExact) {
    /**
     * The result of one volume.
     *
     * @param rows the rows in the table {@code actions}
     * @param statements the statements that wrote them; 0 if the database does not count them
     * @param peakBytes the most memory that Redis used beyond an empty one's
     */
    record Point(long actions, long rows, long statements, long peakBytes) {}

    Curve {
        points = List.copyOf(points);
    }

    /** Runs the plans one after the other. Blocks. */
    static Curve measure(List<Plan> plans, Store.Kind kind) throws IOException, InterruptedException, SQLException {
        List<Point> points = new ArrayList<>();
        boolean exact = true;
        String database = "";
        for (Plan plan : plans) {
            System.err.println("counting " + number(plan.actions()) + " actions…");
            Outcome outcome = VolumeRun.of(plan, kind);
            if (!outcome.isExact()) {
                System.err.println(outcome.checks());
                exact = false;
            }
            database = outcome.database();
            Activity activity = outcome.activity();
            points.add(new Point(
                    plan.actions(),
                    outcome.tableRows(),
                    activity == null ? 0 : activity.statements(),
                    outcome.peakBytes()));
        }
        return new Curve(database, points, exact);
    }

    String markdown() {
        Markdown table = new Markdown("actions", "rows in SQL", "SQL statements", "Redis memory, at most");
        for (Point point : points) {
            table.row(
                    number(point.actions()),
                    number(point.rows()),
                    point.statements() == 0 ? "" : number(point.statements()),
                    megabytes(point.peakBytes()));
        }
        return table + (isExact ? "\nAll exact." : "\nNOT EXACT.");
    }
}
