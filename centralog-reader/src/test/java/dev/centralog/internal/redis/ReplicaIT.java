// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static dev.centralog.internal.redis.RawScripts.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.internal.redis.RawScripts.Line;
import dev.centralog.internal.wire.Window;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LocalRedis.Version;
import dev.centralog.testkit.ReplicatedRedis;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that a replica refuses all scripts whose replies matter, because its data may be old. */
class ReplicaIT {
    private static final String TOTALS = "{\"v\":1,\"n\":1,\"s\":[0,0,1,0],\"l\":[0,0,1,0],\"h\":[0,0,1,0]}";

    @ParameterizedTest
    @EnumSource
    void scripts_onAReplica_areRefused(Version version) {
        if (!version.isAvailable()) {
            return; // that the version is missing has been printed
        }
        try (ReplicatedRedis redis = ReplicatedRedis.start(LocalRedis.builder(version), Duration.ZERO);
                RawScripts primary = new RawScripts(redis.primary());
                RawScripts replica = new RawScripts(redis.replica())) {
            Window slice = Window.slice(primary.second() - 120, 60);
            long window = primary.second() - 10;
            SealedId id = RawScripts.sealed(Window.second(window), 1);
            primary.applyEvents("p", 1, window, line("a", 3, "x"));
            primary.seal(id, "me");
            Awaitility.await("the replica")
                    .until(() -> replica.marker("p").equals("1 -")
                            && "1"
                                    .equals(replica.text(
                                            "EXISTS",
                                            replica.keys.owners(id.window().signal()))));

            Map<String, Runnable> calls = new LinkedHashMap<>();
            calls.put("a batch", () -> replica.applyEvents("p", 2, window, line("a", 1, "")));
            calls.put("a batch that was applied", () -> replica.applyEvents("p", 1, window, line("a", 3, "x")));
            calls.put("a batch behind a gap", () -> replica.applyEvents("p", 9, window, line("a", 1, "")));
            calls.put("a batch of a window that is too old", () -> replica.applyEvents("p", 2, 1, line("a", 1, "")));
            calls.put("actions", () -> replica.applyActions("p", 2, slice, new Line("1:1a", 1, TOTALS)));
            UUID producer = RawScripts.producer("p");
            calls.put("a question", () -> replica.ask(producer));
            calls.put("a retirement", () -> replica.mark(producer, RawScripts.REDIS_ID, "r"));
            calls.put("the end of another Redis's", () -> replica.mark(producer, "0123456789abcdee", "c"));
            calls.put("a trimming", () -> replica.trim(0, 0, replica.book()));
            calls.put("a trimming of nothing", () -> replica.trim(0, 0, List.of()));
            calls.put("a seal", () -> replica.seal(RawScripts.sealed(Window.second(window + 1), 1), "me"));
            calls.put("an extension", () -> replica.extend(id, "me"));
            calls.put("a lease of nothing", () -> replica.extend(RawScripts.sealed(Window.second(1), 1), "me"));
            calls.put("payloads", () -> replica.payloads(id, RawScripts.group("a")));
            calls.put("payloads that it does not have", () -> replica.payloads(RawScripts.sealed(slice, 1), "b"));
            calls.put("an acknowledgement", () -> replica.acknowledge(id, "me"));
            calls.put("another's acknowledgement", () -> replica.acknowledge(id, "other"));

            calls.forEach((what, call) -> assertThatThrownBy(call::run).as(what).satisfies(thrown -> assertThat(
                            RedisErrors.isReadOnly(thrown))
                    .as(thrown.getMessage())
                    .isTrue()));
            assertThat(primary.marker("p")).isEqualTo("1 -");
        }
    }
}
