// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The process that an event comes from.
 *
 * @param app the application's name, as configured; part of the group key
 * @param environment e.g. {@code production}, as configured; part of the group key; may be empty
 * @param host the machine's name
 * @param pid the process id
 */
public record Origin(String app, String environment, String host, long pid) {
    /** An origin not yet known: the producer that ships the event fills in its own. */
    public static final Origin UNKNOWN = new Origin("", "", "", 0);

    /**
     * As a record's own, which the JVM would first have to make: of all that a first event costs, that was the most. And
     * JDK 17 keeps the class of the record whose own it made last, and so its class loader, when it was undeployed.
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
