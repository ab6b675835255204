// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The end of an attempt to post.
 *
 * @param status the status of HTTP; 0 if there was no answer
 * @param text the start of the answer's body, or if there was none, why
 * @param retryAfter how long the receiver wants not to be asked; null if it does not say
 */
public record Answer(int status, String text, @Nullable Duration retryAfter) {
    private static final int TOO_MANY = 429;

    static Answer none(String why) {
        return new Answer(0, why, null);
    }

    /** Returns whether the receiver has taken the message. */
    public boolean isTaken() {
        return status / 100 == 2;
    }

    /** Returns whether the receiver has refused this message, and may take others. */
    boolean isOfThisMessage() {
        return status / 100 == 4 && status != TOO_MANY;
    }

    /** Returns the end in words. */
    public String words() {
        if (status == 0) {
            return "did not answer: " + text;
        }
        String more = text.isEmpty() ? "" : ": " + text;
        return status / 100 == 3
                ? "answered " + status
                        + ", and redirects are not followed: set 'webhook' to the address that it leads to"
                : "answered " + status + more;
    }
}
