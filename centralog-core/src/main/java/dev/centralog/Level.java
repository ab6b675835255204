// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The level of an event: the framework's own name, and a number to compare by.
 *
 * @param name the framework's name of the level, custom ones included, e.g. {@code WARN} or {@code NOTICE}
 * @param severity OpenTelemetry's severity number, 1 (finest trace) to 24 (most fatal); 0 if unknown
 */
public record Level(String name, int severity) implements Comparable<Level> {
    public static final Level TRACE = new Level("TRACE", 1);
    public static final Level DEBUG = new Level("DEBUG", 5);
    public static final Level INFO = new Level("INFO", 9);
    public static final Level WARN = new Level("WARN", 13);
    public static final Level ERROR = new Level("ERROR", 17);
    public static final Level FATAL = new Level("FATAL", 21);

    public Level {
        Objects.requireNonNull(name, "name");
    }

    /**
     * Returns the level of that name: one of the six constants, whatever the name's case, else a level with severity
     * 0.
     */
    public static Level of(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "TRACE" -> TRACE;
            case "DEBUG" -> DEBUG;
            case "INFO" -> INFO;
            case "WARN" -> WARN;
            case "ERROR" -> ERROR;
            case "FATAL" -> FATAL;
            default -> new Level(name, 0);
        };
    }

    /** Compares by severity, then by name. */
    @Override
    public int compareTo(Level other) {
        int bySeverity = Integer.compare(severity, other.severity);
        return bySeverity != 0 ? bySeverity : name.compareTo(other.name);
    }

    /**
     * Compares name and severity. Written out, because the JVM would otherwise generate this method during an
     * application's first event; see {@link Origin#equals}.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Level that && severity == that.severity && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + severity;
    }

    @Override
    public String toString() {
        return name;
    }
}
