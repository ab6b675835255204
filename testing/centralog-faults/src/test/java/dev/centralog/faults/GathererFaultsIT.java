// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import dev.centralog.testkit.Faults;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalPostgres;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LongForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests of gatherers in their own processes, killed or frozen at any moment. */
@Execution(ExecutionMode.CONCURRENT)
class GathererFaultsIT {
    /** Kills gatherers at any moment. A quicker test is {@code CrashPointsIT}: one dies at each step. */
    @LongForm
    @Test
    void gatherers_killedAtAnyMoment_storeEverythingOnce(@TempDir Path directory) {
        int kills = Faults.times(3, 200);
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultRun run = FaultRun.of("gatherer `kill -9`, two of them", directory)) {
            run.produce(FaultRun.config(redis.port()));
            List<ForkedJvm> gatherers = new ArrayList<>();
            gatherers.add(run.gatherElsewhere(redis.port()));
            gatherers.add(run.gatherElsewhere(redis.port()));
            for (int kill = 0; kill < kills; kill++) {
                run.awaitMoreRows(1); // otherwise only gatherers that are still starting would be killed
                run.await(1, 1000);
                gatherers.remove(run.random().nextInt(gatherers.size())).close();
                gatherers.add(run.gatherElsewhere(redis.port()));
            }
            run.assertExact(kills, FaultRun.config(redis.port()));
        }
    }

    /**
     * Freezes gatherers beyond the end of their leases. A frozen one keeps its locks in the database: others wait for
     * it, or take what it does not hold. Quicker tests of the same are {@code FrozenGathererIT} and {@code FrozenInCopyIT}.
     */
    @LongForm
    @Test
    void gatherers_frozenPastTheirLease_storeEverythingOnce(@TempDir Path directory) throws IOException {
        int most = 6;
        int freezes = 100 * 2 / most;
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                LocalPostgres postgres = LocalPostgres.start()) {
            for (int count = 2; count <= most; count += 2) {
                String fault = count + " gatherers, one frozen past its lease";
                Path own = Files.createDirectory(directory.resolve(Integer.toString(count)));
                try (FaultRun run = FaultRun.of(fault, own, postgres.createDatabase())) {
                    freeze(run, redis.port(), count, freezes);
                }
                redis.flush();
            }
        }
    }

    private static void freeze(FaultRun run, int port, int count, int freezes) {
        run.produce(FaultRun.config(port));
        List<ForkedJvm> gatherers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            gatherers.add(run.gatherElsewhere(port));
        }
        for (int freeze = 0; freeze < freezes; freeze++) {
            run.await(300, 700);
            ForkedJvm zombie = gatherers.get(run.random().nextInt(count));
            zombie.freeze();
            run.await(1200, 1500);
            zombie.thaw();
        }
        run.assertExact(freezes, FaultRun.config(port));
    }
}
