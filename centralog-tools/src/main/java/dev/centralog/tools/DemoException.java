// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

/** Reports that a command can't do its work; the message contains all that the user needs. */
final class DemoException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
