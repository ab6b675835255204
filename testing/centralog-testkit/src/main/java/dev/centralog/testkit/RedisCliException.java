// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

/** Reports an error from Redis; the message is Redis's own. */
public final class RedisCliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedisCliException(String message) {
        super(message);
    }
}
