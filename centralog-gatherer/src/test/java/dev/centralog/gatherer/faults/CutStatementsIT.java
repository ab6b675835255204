// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.GatheredEvent;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.sink.Windows;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.FaultyLink;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that a window is stored whole or not at all if the connection to the database is cut at any byte, also of a COPY. */
class CutStatementsIT {
    private static final int ROWS = 150;
    /** The latest byte for a cut. Most windows take more bytes, with the statements before them, so nearly all are cut. */
    private static final int MOST_BYTES = 120_000;

    @ParameterizedTest
    @EnumSource(names = "SQLITE", mode = EnumSource.Mode.EXCLUDE)
    void store_cutAtAnyByte_isWholeOrNothingAndThenWhole(Kind kind) {
        Assumptions.assumeTrue(kind == Kind.POSTGRESQL || Faults.isLong(), "in the long form");
        long seed = Long.getLong("centralog.seed", System.nanoTime());
        System.out.println("CutStatementsIT seed " + seed);
        Random random = new Random(seed);
        int cuts = 0;
        Databases databases = Databases.sharedDurable();
        String url = databases.empty(kind, Path.of(""));
        try (Sinks good = Sinks.open(Databases.target(url))) {
            good.events().prepare();
            int windows = Faults.times(20, 300);
            for (int generation = 1; generation <= windows; generation++) {
                cuts += storeOverABadLink(url, databases.port(kind), random.nextInt(MOST_BYTES), generation);
                assertThat(rows(url, generation)).isIn(0L, (long) ROWS);
                // Stores it again, as a gatherer that takes the delivery over does.
                good.events().store(Windows.of(delivery(generation), 2, events(generation)));
                assertThat(rows(url, generation)).isEqualTo(ROWS);
            }
            assertThat(Sql.rows(url, "SELECT count(*), sum(repeats) FROM events"))
                    .containsExactly(windows * ROWS + "|" + 3 * windows * ROWS);
            assertThat(cuts).isGreaterThan(windows / 2);
        }
    }

    private static String delivery(int generation) {
        return "c" + generation + ":0:1";
    }

    private static long rows(String url, int generation) {
        return Sql.number(url, "SELECT count(*) FROM events WHERE delivery = '" + delivery(generation) + "'");
    }

    private static List<GatheredEvent> events(int generation) {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> Windows.row(delivery(generation), i, 3, Windows.rich()))
                .toList();
    }

    /** Stores a window over a link that is cut after that many bytes; returns 1 if it was cut, else 0. */
    private static int storeOverABadLink(String url, int port, int bytes, int generation) {
        try (FaultyLink link = FaultyLink.to(
                        port,
                        // The first connection only checks the tables.
                        number -> number == 0
                                ? FaultyLink.Behaviour.GOOD
                                : FaultyLink.Behaviour.cutAfterRequestBytes(bytes));
                Sinks sinks = Sinks.open(Databases.target(url.replace(":" + port, ":" + link.port())))) {
            sinks.events().store(Windows.of(delivery(generation), 1, events(generation)));
            return 0;
        } catch (SinkException e) {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(SinkException.Kind.AWAY);
            return 1;
        }
    }
}
