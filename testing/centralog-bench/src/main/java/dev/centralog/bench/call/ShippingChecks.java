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

/** The settings of both frameworks' appenders, and the conditions that their counts must meet. */
final class ShippingChecks {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private ShippingChecks() {}

    /** Returns the default configuration, except for Redis, the grouping, and how many texts of a place have a group. */
    static CentralogConfig config(AppenderVariant way, String redisUri) {
        return CentralogConfig.defaults()
                .with(Settings.REDIS, redisUri)
                .with(Settings.SHUTDOWN_TIMEOUT, LIMIT)
                .with(
                        Settings.TEXTS_PER_PLACE,
                        way == AppenderVariant.TEXTS ? Settings.TEXTS_PER_PLACE.defaultValue() : 0)
                .with(Settings.GROUP_BY, way == AppenderVariant.TEMPLATE ? GroupBy.TEMPLATE : GroupBy.CALL_SITE);
    }

    /** Blocks until a logged event is in Redis. */
    static void await(Supplier<@Nullable CentralogStats> stats) {
        Awaitility.await("the first event in Redis").atMost(LIMIT).until(() -> {
            CentralogStats now = stats.get();
            return now != null && now.acknowledged() > 0;
        });
    }

    /** Checks an appender that has stopped; fails the benchmark if its counts do not add up. */
    static void check(@Nullable CentralogStats stats) {
        if (stats == null || stats.logged() == 0 || stats.logged() != stats.acknowledged() + stats.totalDropped()) {
            throw new IllegalStateException("not conserved: " + stats);
        }
    }
}
