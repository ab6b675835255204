// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.bench.jmh.SilentJvm;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;

/**
 * A run of distinct events from one thread of a separate process to an empty Redis, as fast as they arrive.
 *
 * @param payloadBytes the average length of a payload in Redis; 0 for a peer
 */
record DistinctRun(AppenderVariant way, ProducerResult produced, Ledger ledger, long payloadBytes) {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String HEAP = "-Xmx512m";

    /** Runs it. Blocks. */
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
