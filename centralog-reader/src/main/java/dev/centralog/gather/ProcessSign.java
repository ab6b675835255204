// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.ProcessInfo;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A sign of life of a process. {@code (windowStart, delivery, process, kind)} is its identity.
 *
 * @param windowStart the second in which it was given, by Redis's clock
 * @param delivery the same as {@link GatheredEvent#delivery}
 * @param process the process, as 16 hexadecimal digits
 * @param kind what it says
 * @param content what the process says of itself; null if that is missing or can't be read
 */
public record ProcessSign(
        Instant windowStart,
        String delivery,
        String process,
        Kind kind,
        @Nullable Content content) {
    /** The kinds of signs of life. */
    public enum Kind {
        /** The process has started. */
        START,
        /** The process lives; given every ten minutes. */
        ALIVE,
        /** The process has closed its logging. */
        END;

        /** Returns the kind's name in Redis and in the database. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The data that a process reports of itself.
     *
     * @param info who it is
     * @param centralog its version of Centralog; empty if it is not known
     * @param java its version of Java; empty if it is not known
     * @param framework its logging framework and the version of that; empty if it is not known
     */
    public record Content(ProcessInfo info, String centralog, String java, String framework) {}
}
