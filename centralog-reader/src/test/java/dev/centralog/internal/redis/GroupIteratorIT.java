// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import dev.centralog.Logs;
import dev.centralog.internal.decode.TotalsDecoder;
import dev.centralog.internal.redis.RawScripts.Line;
import dev.centralog.internal.redis.read.RedisGatherStore;
import dev.centralog.internal.redis.read.RedisGatherStore.GroupCount;
import dev.centralog.internal.wire.TotalsEncoder;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Tests that windows are read in replies of limited size, which harm neither side. */
class GroupIteratorIT {
    private static final int LARGE = 300;

    /** Returns the totals of a pair with payloads of the largest allowed size. */
    private static String large(int i) {
        String text = i + "x".repeat(1 << 20);
        Payload payload = new Payload(Instant.EPOCH, text);
        List<String> samples = List.of(text, "a" + text, "b" + text, "c" + text);
        return new String(
                TotalsEncoder.encode(new ActionTotals(0, null, null, null, 0, payload, payload, samples)), UTF_8);
    }

    /** Writes 600 pairs; every other has payloads, 27 MiB in all, with large ones among the last that are read. */
    private static void fill(RawScripts scripts, Window slice) {
        scripts.maxSamples = 100;
        for (int i = 0; i < LARGE; i++) {
            scripts.applyActions(
                    "p", i + 1, slice, new Line("1:1small" + i, 1, ""), new Line("1:1z" + i, 1 + i, large(i)));
        }
    }

    private static void assertWhole(Iterator<GroupCount> read) {
        Map<String, GroupCount> seen = new HashMap<>();
        read.forEachRemaining(each ->
                assertThat(seen.put(new String(each.group(), UTF_8), each)).isNull());
        assertThat(seen).hasSize(2 * LARGE);
        for (int i = 0; i < LARGE; i++) {
            assertThat(seen.get("1:1small" + i))
                    .isNotNull()
                    .returns(1L, GroupCount::repeats)
                    .returns(null, GroupCount::payload);
            GroupCount found = seen.get("1:1z" + i);
            assertThat(found).isNotNull().returns(1L + i, GroupCount::repeats);
            byte[] payload = found.payload();
            assertThat(payload).isNotNull();
            ActionTotals totals = TotalsDecoder.decode(payload);
            assertThat(totals.samples()).hasSize(4).first().asString().startsWith(i + "x");
        }
    }

    @EachRedis(isOneEnough = true)
    void window_ofLargePayloads_isReadInAnswersOfAFewMegabytes(LocalRedis redis) {
        try (RawScripts scripts = new RawScripts(redis);
                RedisGatherStore store = new RedisGatherStore(Logs.config(redis), null, Signal.ACTIONS, 0)) {
            Window slice = Window.slice(scripts.second() - 1200, 600);
            fill(scripts, slice);
            // Redis closes the connection of a client that requests more at once.
            scripts.text("CONFIG", "SET", "client-output-buffer-limit", "normal 4mb 0 0");
            store.connect();

            assertWhole(store.scan(slice));
            SealedId id = RawScripts.sealed(slice, 1);
            assertThat(scripts.seal(id, "me")).isEqualTo(2 * LARGE);
            assertWhole(store.read(id));
        }
    }
}
