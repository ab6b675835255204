// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.Collection;

/** Listeners that note what Centralog says, except the line at the start about this process. */
public final class Said {
    private static final String AT_START = "this process: ";

    private Said() {}

    /** Returns a listener that adds the messages. */
    public static StatusListener messages(Collection<String> said) {
        return (severity, message, cause) -> {
            if (!message.startsWith(AT_START)) {
                said.add(message);
            }
        };
    }

    /** Returns a listener that adds the severities and messages. */
    public static StatusListener lines(Collection<String> said) {
        return (severity, message, cause) -> {
            if (!message.startsWith(AT_START)) {
                said.add(severity + " " + message);
            }
        };
    }
}
