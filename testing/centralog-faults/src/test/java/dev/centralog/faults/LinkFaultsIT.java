// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.testkit.DuplicatingLink;
import dev.centralog.testkit.FaultyLink;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LongForm;
import dev.centralog.testkit.RandomCuts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with networks that cut connections and deliver requests twice, between producers, Redis and a gatherer. */
@LongForm
class LinkFaultsIT {
    private static final int PRODUCERS = 4;

    /** Delivers five of a hundred calls of scripts twice, and cuts all connections again and again. */
    @Test
    void connections_cutAndRequestsDoubled_isExact(@TempDir Path directory) {
        int most = 10_000;
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultRun run =
                        FaultRun.of("connections cut in mid-request or mid-reply, 5 % delivered twice", directory)) {
            Random random = run.random();
            RandomCuts cuts = new RandomCuts(random);
            try (DuplicatingLink twice = DuplicatingLink.to(redis.port(), () -> chance(random, 5));
                    FaultyLink link = FaultyLink.to(twice.port(), cuts)) {
                CentralogConfig through = FaultRun.config(link.port());
                for (int i = 0; i < PRODUCERS; i++) {
                    run.produce(through);
                }
                run.gather(through);
                Awaitility.await().atMost(Duration.ofHours(2)).until(() -> link.cuts() >= most);
                cuts.repair();
                run.assertExact(link.cuts(), FaultRun.config(redis.port()));
                assertThat(twice.doubled()).isPositive();
                System.out.println("delivered twice: " + twice.doubled());
            }
        }
    }

    private static boolean chance(Random random, int percent) {
        return random.nextInt(100) < percent;
    }
}
