// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.bench.jmh.SilentJvm;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;

/**
 * Distinct events from one thread of a process of its own to a fresh Redis, as fast as they get there.
 *
 * @param payloadBytes as they stand in Redis, on average; 0 of a peer
 */
record DistinctRun(AppenderVariant way, ProducerResult produced, Ledger ledger, long payloadBytes) {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String HEAP = "-Xmx512m";

    /** Blocks. */
    static DistinctRun of(AppenderVariant way, long warmUpEvents, Duration measured) {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                ForkedJvm producer = ForkedJvm.builder(DistinctProducer.class.getName())
                        .optimized()
                        .jvmOptions(SilentJvm.with(HEAP))
                        .arguments(
                                way.name(),
                                Integer.toString(redis.port()),
                                Long.toString(warmUpEvents),
                                Long.toString(measured.toMillis()))
                        .start()) {
            ProducerResult produced = ProducerResult.awaitEnd(producer, LIMIT);
            RedisContents contents = RedisContents.of(redis);
            long stored = way.isOurs() ? contents.events() : contents.listed();
            Ledger ledger =
                    new Ledger(way.title(), produced.logged(), produced.acknowledged(), produced.dropped(), stored);
            return new DistinctRun(way, produced, ledger, contents.payloadBytes());
        }
    }
}
