// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

/**
 * An exception for a Redis that is reachable but can't be used: it refuses the user, lacks the database or a right,
 * is too old, or holds the stream of another version. Trying again fails until somebody changes something.
 */
public final class RedisRefusedException extends CentralogException {
    private static final long serialVersionUID = 1;

    public RedisRefusedException(String message) {
        super(message);
    }

    public RedisRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
