// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.application;

import java.util.HashMap;
import java.util.Map;

/**
 * An appender, and the only logger that logs to it, with the same name.
 *
 * @param settings the settings of Centralog's appender; empty for an appender that does nothing
 */
public record NamedAppender(String name, Map<String, String> settings) {
    public NamedAppender {
        settings = Map.copyOf(settings);
    }

    /** Returns the framework's own appender that does nothing. */
    public static NamedAppender noOp(String name) {
        return new NamedAppender(name, Map.of());
    }

    /** Returns Centralog's appender with all other settings at their defaults, as users have it. */
    public static NamedAppender centralog(String name, String redisUri) {
        return new NamedAppender(name, Map.of("redis", redisUri, "app", "bench"));
    }

    /** Returns the same appender with one more setting. */
    public NamedAppender with(String setting, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(setting, value);
        return new NamedAppender(name, more);
    }

    boolean isNoOp() {
        return settings.isEmpty();
    }
}
