// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LongForm;
import dev.centralog.testkit.MovableAddress;
import dev.centralog.testkit.ReplicatedRedis;
import dev.centralog.tools.audit.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests with two primaries: a replica that lacks the latest writes is promoted behind a partition. On each side two
 * applications log and a gatherer stores, both into one database. Then one side is emptied and follows the other one,
 * or they stay apart.
 */
@LongForm
class SplitBrainIT {
    private static final Duration LAG = Duration.ofMillis(150);
    private static final int APPLICATIONS = 2;
    private static final Pattern SENT_AGAIN = Pattern.compile("is sent again: (\\d+) events and actions");

    /** Both servers, and their clients. */
    private static final class Sides implements AutoCloseable {
        final ReplicatedRedis redis = ReplicatedRedis.start(LocalRedis.builder(LocalRedis.Version.newest()), LAG);
        final MovableAddress behind = MovableAddress.of(redis.primary().port());
        final List<Traffic> here = new ArrayList<>();
        final List<Traffic> there = new ArrayList<>();
        private final FaultRun run;

        /** Starts both sides. Each gatherer has stored something by then, so it knows that there is a replica. */
        Sides(FaultRun run, boolean awaitsDurableSeals) {
            this.run = run;
            CentralogConfig config = config(redis.port()).with(ReaderSettings.AWAIT_DURABLE_SEALS, awaitsDurableSeals);
            here.add(run.produce(config(redis.port())));
            run.gather(config);
            Awaitility.await().atMost(FaultRun.LIMIT).until(() -> isStored(run.audit()));
            for (int i = 1; i < APPLICATIONS; i++) {
                here.add(run.produce(config(redis.port())));
            }
            for (int i = 0; i < APPLICATIONS; i++) {
                there.add(run.produce(config(behind.port())));
            }
            run.gather(config(behind.port()).with(ReaderSettings.AWAIT_DURABLE_SEALS, awaitsDurableSeals));
            run.awaitMoreRows(1);
        }

        private static boolean isStored(Audit audit) {
            return audit.events().stored() > 0 && audit.actions().stored() > 0;
        }

        private static CentralogConfig config(int port) {
            return FaultRun.config(port);
        }

        /** Promotes the replica, which lacks the latest batches that were confirmed to its side; both sides go on. */
        void split() {
            redis.separate();
            run.await(300, 300);
            there.forEach(Traffic::rest);
            Awaitility.await().atMost(FaultRun.LIMIT).until(() -> there.stream().allMatch(Sides::isConfirmed));
            redis.replica().cli("REPLICAOF", "NO", "ONE");
            behind.moveTo(redis.replica().port());
            behind.cut();
            there.forEach(Traffic::goOn);
            run.await(1500, 1000);
        }

        private static boolean isConfirmed(Traffic traffic) {
            return traffic.stats().acknowledged() + traffic.actionStats().acknowledged() == traffic.calls();
        }

        /** Kills the old primary, which comes back empty as a replica; all clients go on with the promoted server. */
        void join() {
            redis.failOver();
            run.await(800, 800);
        }

        /**
         * Returns how many events and actions the applications report as sent again, because the Redis they now reach
         * lacked them.
         */
        long sentAgain() {
            long sum = 0;
            for (List<Traffic> side : List.of(here, there)) {
                for (Traffic each : side) {
                    for (String said : each.said()) {
                        Matcher found = SENT_AGAIN.matcher(said);
                        sum += found.find() ? Long.parseLong(found.group(1)) : 0;
                    }
                }
            }
            return sum;
        }

        @Override
        public void close() {
            behind.close();
            redis.close();
        }
    }

    /**
     * Checks that nothing is stored that the other side lacks: what is sealed while the replica is unreachable is not
     * stored.
     */
    @Test
    void sides_untilOneIsEmptied_everythingOnce(@TempDir Path directory) throws IOException {
        int times = 20;
        for (int i = 0; i < times; i++) {
            Path own = Files.createDirectory(directory.resolve("run" + i));
            try (FaultRun run = FaultRun.of("two primaries, then one", own);
                    Sides sides = new Sides(run, true)) {
                sides.split();
                sides.join();
                run.assertExact(1, Sides.config(sides.redis.port()));
                assertThat(sides.sentAgain()).isPositive();
            }
        }
    }

    /**
     * Checks that events of two sides that both store are never lost; what is sent again may be counted twice. Actions
     * of two sides do not add up, which is reported.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sides_thatBothStore_mergeByProcess(boolean isOneEmptied, @TempDir Path directory) {
        String name = "two primaries that both store" + (isOneEmptied ? ", then one" : "");
        try (FaultRun run = FaultRun.of(name, directory);
                Sides sides = new Sides(run, false)) {
            sides.split();
            if (isOneEmptied) {
                sides.join();
            }
            Audit audit = isOneEmptied
                    ? run.end(1, Sides.config(sides.redis.port()))
                    : run.end(
                            1,
                            Sides.config(sides.redis.primary().port()),
                            Sides.config(sides.redis.replica().port()));

            assertThat(audit.events().figures().lost()).isZero();
            assertThat(audit.events().figures().misFolded()).isZero();
            assertThat(audit.events().figures().doubled()
                            + audit.actions().figures().doubled())
                    .isLessThanOrEqualTo(sides.sentAgain());
            assertThat(run.troubles()).anyMatch(said -> said.contains("was stored before with"));
            if (isOneEmptied) {
                assertThat(audit.actions().figures().lost()).isZero();
            }
        }
    }
}
