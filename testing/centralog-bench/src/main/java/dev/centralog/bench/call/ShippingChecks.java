// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.GroupBy;
import dev.centralog.Settings;
import java.time.Duration;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** How the appenders of both frameworks are set, and what must be true of what they have shipped. */
final class ShippingChecks {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private ShippingChecks() {}

    /** As they come, but for Redis and the grouping. */
    static CentralogConfig config(AppenderVariant way, String redisUri) {
        return CentralogConfig.defaults()
                .with(Settings.REDIS, redisUri)
                .with(Settings.SHUTDOWN_TIMEOUT, LIMIT)
                .with(Settings.GROUP_BY, way == AppenderVariant.CALL_SITE ? GroupBy.CALL_SITE : GroupBy.TEMPLATE);
    }

    /** Blocks until an event that was logged is in Redis. */
    static void await(Supplier<@Nullable CentralogStats> stats) {
        Awaitility.await("the first event in Redis").atMost(LIMIT).until(() -> {
            CentralogStats now = stats.get();
            return now != null && now.acknowledged() > 0;
        });
    }

    /** Of an appender that has stopped; fails the benchmark if the figures do not add up. */
    static void check(@Nullable CentralogStats stats) {
        if (stats == null || stats.logged() == 0 || stats.logged() != stats.acknowledged() + stats.totalDropped()) {
            throw new IllegalStateException("not conserved: " + stats);
        }
    }
}
