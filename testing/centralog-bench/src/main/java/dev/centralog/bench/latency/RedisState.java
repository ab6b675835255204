// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import java.util.Locale;

/** The states of Redis in which calls are measured; the first has no Redis at all. */
enum RedisState {
    /** An appender that does nothing: it shows the framework's cost and the machine's noise. */
    NO_OP("no-op appender"),
    HEALTHY("healthy"),
    /** A Redis that has had SIGSTOP: connections stay open, and nothing answers. */
    STOPPED("stopped"),
    /** A port that accepts no connections. */
    REFUSED("refused"),
    /** A Redis whose answers are all 200 ms late. */
    SLOW("slow, 200 ms");

    private final String title;

    RedisState(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Returns the name of its appender and logger. */
    String appender() {
        return name().toLowerCase(Locale.ROOT);
    }
}
