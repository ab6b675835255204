// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.latency;

import java.util.Locale;

/** How Redis is when a call is measured; the first is no Redis at all. */
enum RedisState {
    /** An appender that does nothing: the framework, and the machine's own noise. */
    NO_OP("no-op appender"),
    HEALTHY("healthy"),
    /** SIGSTOP: connections stay open, nothing answers. */
    STOPPED("stopped"),
    /** Nothing listens. */
    REFUSED("refused"),
    /** Every answer comes 200 ms late. */
    SLOW("slow, 200 ms");

    private final String title;

    RedisState(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** The name of its appender and logger. */
    String appender() {
        return name().toLowerCase(Locale.ROOT);
    }
}
