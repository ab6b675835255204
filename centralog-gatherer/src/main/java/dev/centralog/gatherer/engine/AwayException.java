// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.CentralogException;

/** Redis or the database stayed away for longer than the gatherer was to wait. */
public final class AwayException extends CentralogException {
    private static final long serialVersionUID = 1;

    AwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
