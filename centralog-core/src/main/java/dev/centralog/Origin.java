// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The process that an event comes from.
 *
 * @param app the application's name, as configured; part of the group key
 * @param environment the environment as configured, e.g. {@code production}; part of the group key; may be empty
 * @param host the machine's name
 * @param pid the process id
 */
public record Origin(String app, String environment, String host, long pid) {
    /** An origin that is not known yet: the producer that ships the event fills in its own. */
    public static final Origin UNKNOWN = new Origin("", "", "", 0);

    /**
     * Compares all components, as a record's generated method does. Written out for two reasons: the JVM generates
     * that method at its first call, which was the largest part of the cost of a first event; and JDK 17 keeps the
     * class of the record whose method it generated last, and thereby the class loader of an application that was
     * undeployed.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Origin that
                && pid == that.pid
                && Objects.equals(app, that.app)
                && Objects.equals(environment, that.environment)
                && Objects.equals(host, that.host);
    }

    @Override
    public int hashCode() {
        return Objects.hash(app, environment, host, pid);
    }
}
