// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.CentralogException;

/** An exception for bytes or a text that this version can't read as an event, totals or counts; the message says why. */
public final class UnreadableEventException extends CentralogException {
    private static final long serialVersionUID = 1;

    public UnreadableEventException(String message) {
        super(message);
    }

    public UnreadableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
