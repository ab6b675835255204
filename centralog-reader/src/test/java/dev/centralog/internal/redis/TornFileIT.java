// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static dev.centralog.internal.redis.RawScripts.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.redis.RawScripts.Line;
import dev.centralog.internal.wire.Window;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests of a Redis that is killed while it writes a script's commands to its file. It drops them when it starts again. But the
 * whole commands stay in the file, after a MULTI without an EXEC, and the EXEC of the next transaction runs them, too, at the
 * start after that. So they must do no harm.
 */
@Execution(ExecutionMode.CONCURRENT)
class TornFileIT {
    private static final int TEARS = 12;
    private static final String TOTALS = "{\"v\":1,\"n\":1,\"s\":[0,0,1,0],\"l\":[0,0,1,0],\"h\":[0,0,1,0]}";

    /** A batch of the producer "p" with that number; it is applied if the reply is 1. */
    private interface Batch {
        List<String> send(RawScripts scripts, int sequence);
    }

    /** Sends 13 batches, all but the first twice; of the first sending a part stays in the file, larger for each batch. */
    private static void sendTorn(LocalRedis redis, Batch batch) throws IOException {
        sendAndKill(redis, batch, 1);
        for (int tear = 1; tear <= TEARS; tear++) {
            long before = Files.size(redis.appendOnlyFile());
            redis.start();
            sendAndKill(redis, batch, tear + 1);
            long written = Files.size(redis.appendOnlyFile()) - before;
            try (FileChannel file = FileChannel.open(redis.appendOnlyFile(), StandardOpenOption.WRITE)) {
                file.truncate(before + written * tear / (TEARS + 1));
            }
            redis.start();
            sendAndKill(redis, batch, tear + 1);
        }
        redis.start();
    }

    private static void sendAndKill(LocalRedis redis, Batch batch, int sequence) {
        try (RawScripts scripts = new RawScripts(redis)) {
            assertThat(batch.send(scripts, sequence)).containsExactly("1");
        }
        redis.kill();
    }

    @EachRedis(config = {"appendonly yes", "appendfsync always"})
    void events_tornOffTheFile_areCountedOnce(LocalRedis redis) throws IOException {
        Window window;
        try (RawScripts scripts = new RawScripts(redis)) {
            window = Window.second(scripts.second());
        }

        sendTorn(
                redis,
                (scripts, sequence) -> scripts.applyEvents(
                        "p", sequence, window.start(), line("known", 10, "x"), line("new" + sequence, 1, "x")));

        assertCounts(redis, window, RawScripts.name("known"), RawScripts.name("new" + TEARS));
    }

    @EachRedis(config = {"appendonly yes", "appendfsync always"})
    void actions_tornOffTheFile_areCountedOnceWithTheirTotals(LocalRedis redis) throws IOException {
        Window slice;
        try (RawScripts scripts = new RawScripts(redis)) {
            slice = Window.slice(scripts.second(), 600);
        }

        sendTorn(
                redis,
                (scripts, sequence) -> scripts.applyActions(
                        "p", sequence, slice, new Line("known", 10, TOTALS), new Line("new" + sequence, 1, TOTALS)));

        assertCounts(redis, slice, "known", "new" + TEARS);
        assertThat(redis.cli("HGET", new String(new KeySpace("cl", 0).payloads(slice), UTF_8), "known"))
                .contains("\"n\":" + (TEARS + 1));
    }

    private static void assertCounts(LocalRedis redis, Window window, String known, String fresh) {
        try (RawScripts scripts = new RawScripts(redis)) {
            assertThat(scripts.text("ZSCORE", scripts.keys.counts(window), known))
                    .isEqualTo("" + 10 * (TEARS + 1));
            assertThat(scripts.text("ZSCORE", scripts.keys.counts(window), fresh))
                    .isEqualTo("1");
            List<String> names = scripts.texts("ZRANGE", scripts.keys.counts(window), 0, -1);
            assertThat(names).filteredOn(name -> !name.startsWith("~left:")).hasSize(TEARS + 2);
        }
    }
}
