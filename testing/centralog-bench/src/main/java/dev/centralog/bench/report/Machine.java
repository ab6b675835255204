// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.report;

import dev.centralog.testkit.LocalRedis;

/** Describes the machine of a measurement. */
public final class Machine {
    private Machine() {}

    /** Returns the cores, Java, and the servers' versions, as one sentence. */
    public static String describe(String... servers) {
        return Runtime.getRuntime().availableProcessors() + " cores, Java " + System.getProperty("java.version") + " ("
                + System.getProperty("java.vm.name") + "), " + String.join(", ", servers) + ".";
    }

    /** Returns the version of the Redis that benchmarks start. */
    public static String redis() {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            return "Redis " + RedisInfo.version(redis);
        }
    }
}
