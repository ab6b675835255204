// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.redis.ModelRedis;
import dev.centralog.internal.redis.ModelRedis.Applied;
import dev.centralog.internal.redis.ModelRedis.Batched;
import dev.centralog.internal.wire.ReservedGroups;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.simulation.Books.Part;
import dev.centralog.simulation.Books.Place;
import dev.centralog.simulation.Database.Identity;
import dev.centralog.simulation.Plan.Loss;
import dev.centralog.simulation.Plan.Rate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Checks the law at the end of a schedule: what was logged is stored or dropped, each count in its window and under its
 * group. For producers that lived this holds exactly; for producers that died, what Redis had taken must be stored.
 *
 * <p>What Redis itself lost is tolerated as docs/protocol.md promises it. A Redis that was wiped may have lost what it
 * had, and by itself counts nothing twice. A Redis that was rewound loses nothing of producers that are alive and have
 * kept it; if no seal was awaited, it may count a window again whose seal it forgot. A Redis that has lost its book
 * counts at most the batches under way twice.
 *
 * <p>Two primaries that were written to at once store independently. Of each process the larger count is kept, so no
 * event is lost. A batch that both have in one generation of a window counts once; a batch that both have in several
 * generations counts at most once in each. Of actions the larger count of the two is kept.
 */
final class Audit {
    private static final long ANY = 1L << 40;

    private final World world;
    private final Map<Integer, Comparison> byLine = new HashMap<>();
    private final int line;

    /** The counts of actions that each of two primaries should have stored by itself; these do not merge. */
    private final Map<Place, long[]> halves = new HashMap<>();

    Audit(World world) {
        this.world = world;
        this.line = world.redis.state().line;
    }

    private Comparison of(int ofLine) {
        return byLine.computeIfAbsent(ofLine, each -> new Comparison());
    }

    Figures figures() {
        world.applications.stream()
                .filter(each -> !each.books.isDead && each.shipper.isEmpty())
                .forEach(each -> each.shipper.checkAtEnd());
        Figures figures = new Figures(0, 0, 0, 0, broken() + lostSilently(), left());
        for (Application each : world.applications) {
            each.books.parts().forEach(part -> expect(part, each));
            figures = figures.plus(fold(each));
        }
        halves.forEach((place, half) -> {
            of(line).expect(place, Math.max(half[0], half[1]));
            of(line).allow(place, Math.min(half[0], half[1]));
        });
        world.database.rows().forEach((row, held) -> {
            if (!row.name().startsWith(ReservedGroups.LEFT)) { // counts no events
                of(world.bookFaults.lineOf(row.redisId())).find(placeOf(row), held.repeats());
            }
        });
        if (world.plan.loss() == Loss.REWOUND_WITHOUT_WAIT) {
            world.database.rows().keySet().stream()
                    .filter(row -> world.forgotten.contains(row.window()))
                    .forEach(row -> of(world.bookFaults.lineOf(row.redisId())).allow(placeOf(row), ANY));
        }
        for (Comparison each : byLine.values()) {
            figures = figures.plus(figures(each));
        }
        return figures;
    }

    private Figures figures(Comparison comparison) {
        if (world.isTraced()) {
            comparison.wrong().forEach(place -> world.say("the audit", "finds ", place));
        }
        return comparison.figures();
    }

    private static Place placeOf(Identity row) {
        String group = ModelRedis.groupOf(row.name());
        return new Place(row.window(), group.startsWith(ReservedGroups.OVERFLOW) ? ReservedGroups.OVERFLOW : group);
    }

    private long broken() {
        world.broken.forEach(promise -> world.say("the audit", "finds broken: ", promise));
        return world.broken.size();
    }

    /**
     * Returns the number of batches that were confirmed to live producers, and are neither counted nor kept any more,
     * without a message to operators.
     */
    private long lostSilently() {
        if (!(world.plan.rewinds() || world.plan.splits()) || world.plan.rate(Rate.CLONES) > 0) {
            return 0;
        }
        long silently = 0;
        for (Application each : world.applications) {
            long lost = each.books.parts().stream()
                    .filter(part -> part.isEvicted && world.split.applied(new Batched(part.batch), each) == null)
                    .count();
            if (!each.books.isDead && lost > each.books.lostAsTold) {
                world.say(each.name, "has lost, and said: ", lost + ", " + each.books.lostAsTold);
                silently++;
            }
        }
        return silently;
    }

    private long left() {
        long left = world.split.isDrained() ? 0 : 1;
        left += world.disk.isEmpty() ? 0 : 1;
        for (Application each : world.applications) {
            left += each.books.isDead || each.shipper.isEmpty() ? 0 : 1;
        }
        return left;
    }

    private void expect(Part part, Application application) {
        Books books = application.books;
        Batched batched = new Batched(part.batch);
        Applied applied = world.split.applied(batched, application);
        Window counted = applied == null ? null : applied.window();
        Window believed = books.isDead || (counted != null && part.mayBeIn(counted)) ? counted : part.batch.window();
        boolean isLost = part.forgiven || part.isEvicted || !part.before.isEmpty();
        for (BatchLine counts : part.batch.lines()) {
            String group = ModelRedis.name(counts.group());
            long repeats = counts.repeats();
            if (believed != null && !part.sentForNothing && (applied != null || !isLost)) {
                if (world.split.isOn() && believed.signal() == Signal.ACTIONS) {
                    boolean isFirst = Objects.equals(
                            applied, world.split.primary(true).state().applied.get(batched));
                    int half = isFirst ? 1 : 0;
                    halves.computeIfAbsent(new Place(believed, group), each -> new long[2])[half] += repeats;
                } else {
                    of(line).expect(new Place(believed, group), repeats);
                }
            }
            for (Applied each : world.split.elsewhere(batched, application)) {
                of(line).allow(new Place(each.window(), group), repeats);
            }
            for (Applied each = applied; each != null && part.isInDoubtSince(each.turn()); each = each.before()) {
                if (each.before() != null) {
                    of(line).allow(new Place(each.before().window(), group), repeats);
                }
            }
            part.before.forEach((other, last) -> {
                for (Applied each = last; each != null; each = each.before()) {
                    of(other).allow(new Place(each.window(), group), repeats);
                }
            });
        }
    }

    private static Place belonging(Application application, Place place) {
        return new Place(application.belonging(place.window()), place.group());
    }

    /**
     * Compares the log calls with the batches. With a full buffer, a repeat is counted in any window in which its group
     * waits.
     */
    private Figures fold(Application application) {
        Books books = application.books;
        if (books.isDead) {
            return Figures.NONE;
        }
        Comparison comparison = new Comparison();
        long dropped = 0;
        for (Signal signal : Signal.values()) {
            long ofSignal = application.shipper.folders().dropped(signal);
            Place all = new Place(new Window(signal, 0, 1), "");
            comparison.expect(all, books.logged(signal));
            comparison.find(all, books.drained(signal) + ofSignal);
            Place told = new Place(new Window(signal, 0, 1), "told to be safe or dropped");
            comparison.expect(told, books.logged(signal));
            comparison.find(told, application.shipper.folders().acknowledged(signal) + ofSignal);
            dropped += ofSignal;
        }
        Place reports = new Place(Window.second(0), "drops");
        comparison.expect(reports, dropped);
        comparison.find(reports, books.dropReports);
        if (dropped == 0 && world.plan.hasRoom()) {
            books.logged.forEach((place, count) -> comparison.expect(belonging(application, place), count));
            books.drained.forEach((place, count) -> comparison.find(belonging(application, place), count));
        }
        return figures(comparison).plus(figures(firstSent(application)));
    }

    /**
     * Returns the comparison for the windows of the first send: batches that were put on disk before Redis had told its
     * time are sent for the windows that they belong into.
     */
    private static Comparison firstSent(Application application) {
        Comparison comparison = new Comparison();
        for (Part part : application.books.parts()) {
            Window sent = part.firstSentFor;
            if (part.isAdopted || sent == null) {
                continue;
            }
            for (BatchLine line : part.batch.lines()) {
                String group = ModelRedis.name(line.group());
                comparison.expect(new Place(application.belonging(part.cutFor), group), line.repeats());
                comparison.find(new Place(sent, group), line.repeats());
            }
        }
        return comparison;
    }
}
