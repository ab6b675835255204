// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.application;

import java.util.HashMap;
import java.util.Map;

/**
 * An appender, and the logger of the same name that alone logs to it.
 *
 * @param settings of Centralog's appender; none for one that does nothing
 */
public record NamedAppender(String name, Map<String, String> settings) {
    public NamedAppender {
        settings = Map.copyOf(settings);
    }

    /** The framework's own that does nothing. */
    public static NamedAppender noOp(String name) {
        return new NamedAppender(name, Map.of());
    }

    /** As users have it, every other setting at its default. */
    public static NamedAppender centralog(String name, String redisUri) {
        return new NamedAppender(name, Map.of("redis", redisUri, "app", "bench"));
    }

    /** With one more setting. */
    public NamedAppender with(String setting, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(setting, value);
        return new NamedAppender(name, more);
    }

    boolean isNoOp() {
        return settings.isEmpty();
    }
}
