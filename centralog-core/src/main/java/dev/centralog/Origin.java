// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

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
}
