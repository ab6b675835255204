// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

/** An error that Redis answered; the message is Redis' own. */
public final class RedisCliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedisCliException(String message) {
        super(message);
    }
}
