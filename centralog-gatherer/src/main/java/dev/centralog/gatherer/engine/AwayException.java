// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogException;

/** An exception that says that Redis or the database was unavailable for longer than the gatherer had to wait. */
public final class AwayException extends CentralogException {
    private static final long serialVersionUID = 1;

    AwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
