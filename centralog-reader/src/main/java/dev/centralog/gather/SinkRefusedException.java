// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.io.IOException;

/** An exception that says that a sink lacks a right, or has a wrong password: waiting does not help. */
public final class SinkRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    public SinkRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
