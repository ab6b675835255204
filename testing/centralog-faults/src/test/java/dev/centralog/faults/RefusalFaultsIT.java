// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LongForm;
import dev.centralog.testkit.RedisCliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests with each kind of refusal of a real Redis, under load: in the end the counts are as if nothing had been
 * refused.
 */
@Execution(ExecutionMode.CONCURRENT)
@LongForm
class RefusalFaultsIT {
    private static final String NEVER_SAVED = "blocked";

    /** The ways to make a Redis refuse, and to end that. */
    private enum Refusal {
        SCRIPT_FLUSH("") {
            @Override
            void begin(LocalRedis redis) {
                redis.cli("SCRIPT", "FLUSH");
            }

            @Override
            void end(LocalRedis redis) {}
        },
        READONLY("READONLY") {
            @Override
            void begin(LocalRedis redis) {
                redis.cli("REPLICAOF", "127.0.0.1", Integer.toString(FreePorts.next()));
            }

            @Override
            void end(LocalRedis redis) {
                redis.cli("REPLICAOF", "NO", "ONE");
            }
        },
        BUSY("BUSY") {
            @Override
            void begin(LocalRedis redis) {
                var unused = CompletableFuture.runAsync(() -> redis.cli("EVAL", "while true do end", "0"));
            }

            @Override
            void end(LocalRedis redis) {
                redis.cli("SCRIPT", "KILL");
            }
        },
        MISCONF("MISCONF") {
            @Override
            void begin(LocalRedis redis) {
                Path there = Path.of(redis.cliList("CONFIG", "GET", "dir").get(1), NEVER_SAVED, "a");
                try {
                    Files.createDirectories(there); // a dump can't be renamed to a directory
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                redis.cli("CONFIG", "SET", "save", "3600 1");
                redis.cli("BGSAVE");
            }

            @Override
            void end(LocalRedis redis) {
                redis.cli("CONFIG", "SET", "save", "");
            }
        },
        OOM("OOM") {
            @Override
            void begin(LocalRedis redis) {
                redis.cli("CONFIG", "SET", "maxmemory", "1");
            }

            @Override
            void end(LocalRedis redis) {
                redis.cli("CONFIG", "SET", "maxmemory", "0");
            }
        },
        /**
         * Makes Redis read its file again, which takes a moment; it replies with this error meanwhile. It counts as refusing
         * once a client has had the error.
         */
        LOADING("LOADING") {
            @Override
            void begin(LocalRedis redis) {
                redis.cli("BGREWRITEAOF"); // so that loading takes as long each time as the first time
                Awaitility.await().atMost(FaultRun.LIMIT).until(() -> !redis.cli("INFO", "persistence")
                        .matches("(?s).*aof_rewrite_(in_progress|scheduled):1.*"));
                redis.cli("EVAL", "for i = 1, 5000 do redis.call('SET', KEYS[1], i) end", "1", "{loaded}");
                redis.cli("DEBUG", "LOADAOF");
            }

            @Override
            boolean isOn(LocalRedis redis) {
                if (redis.cli("INFO", "errorstats").contains("errorstat_LOADING")) {
                    return true;
                }
                begin(redis);
                return false;
            }

            @Override
            void end(LocalRedis redis) {}
        };

        private final String answer;

        Refusal(String answer) {
            this.answer = answer;
        }

        abstract void begin(LocalRedis redis);

        abstract void end(LocalRedis redis);

        /** Whether a write is refused with the expected error. */
        boolean isOn(LocalRedis redis) {
            try {
                redis.cli("SET", "{refused}", "x");
                return answer.isEmpty();
            } catch (RedisCliException e) {
                return String.valueOf(e.getMessage()).startsWith(answer);
            }
        }
    }

    private static LocalRedis start(LocalRedis.Version version) {
        Assumptions.assumeTrue(version.isAvailable());
        LocalRedis.Builder redis = LocalRedis.builder(version)
                .config("appendonly yes", "appendfsync always", "lua-time-limit 20", "dbfilename " + NEVER_SAVED)
                .config("key-load-delay 1");
        return (version == LocalRedis.Version.V6_2 ? redis : redis.config("enable-debug-command yes")).start();
    }

    @ParameterizedTest
    @EnumSource
    void redis_refusing_isExactAfter(LocalRedis.Version version, @TempDir Path directory) {
        int rounds = 20;
        try (LocalRedis redis = start(version);
                FaultRun run = FaultRun.of("refusals of " + redis + ", six kinds", directory)) {
            Traffic traffic = run.produce(FaultRun.config(redis.port()));
            run.gather(FaultRun.config(redis.port()));
            for (int round = 0; round < rounds; round++) {
                for (Refusal refusal : Refusal.values()) {
                    refusal.begin(redis);
                    Awaitility.await(refusal.name()).atMost(FaultRun.LIMIT).until(() -> refusal.isOn(redis));
                    run.await(300, 400);
                    refusal.end(redis);
                    long acknowledged = traffic.stats().acknowledged();
                    Awaitility.await(refusal.name())
                            .atMost(FaultRun.LIMIT)
                            .until(() -> traffic.stats().acknowledged() > acknowledged + 100);
                }
            }
            assertThat(traffic.resent()).isPositive();
            run.assertExact(rounds * Refusal.values().length, FaultRun.config(redis.port()));
        }
    }
}
