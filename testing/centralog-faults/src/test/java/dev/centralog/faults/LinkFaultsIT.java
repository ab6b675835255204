// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.testkit.DuplicatingLink;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.FaultyLink;
import dev.centralog.testkit.FaultyLink.Behaviour;
import dev.centralog.testkit.LocalRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that cut connections and deliver twice, between producers, Redis and a gatherer. */
class LinkFaultsIT {
    private static final int PRODUCERS = 4;

    private final AtomicBoolean repaired = new AtomicBoolean();

    /** The handshake takes some hundred bytes and INFO answers with thousands: most cuts come after both. */
    private IntFunction<Behaviour> cutting(Random random) {
        return connection -> {
            if (repaired.get()) {
                return Behaviour.GOOD;
            }
            return connection % 2 == 0
                    ? Behaviour.cutAfterRequestBytes(400 + random.nextInt(8_000))
                    : Behaviour.cutAfterAnswerBytes(400 + random.nextInt(connection % 3 == 0 ? 6_000 : 500));
        };
    }

    /** Five of a hundred calls of scripts are delivered twice, and all connections are cut again and again. */
    @Test
    void connections_cutAndRequestsDoubled_isExact(@TempDir Path directory) {
        int most = Faults.times(200, 10_000);
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultRun run =
                        FaultRun.of("connections cut in mid-request or mid-reply, 5 % delivered twice", directory)) {
            Random random = run.random();
            try (DuplicatingLink twice = DuplicatingLink.to(redis.port(), () -> chance(random, 5));
                    FaultyLink link = FaultyLink.to(twice.port(), cutting(random))) {
                CentralogConfig through = FaultRun.config(link.port());
                for (int i = 0; i < PRODUCERS; i++) {
                    run.produce(through);
                }
                run.gather(through);
                Awaitility.await()
                        .atMost(Duration.ofMinutes(Faults.times(2, 120)))
                        .until(() -> link.cuts() >= most);
                repaired.set(true);
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
