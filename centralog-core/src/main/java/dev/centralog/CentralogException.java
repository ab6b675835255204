// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

/** What Centralog throws where a caller can act on it; logging itself never throws. */
public class CentralogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CentralogException(String message) {
        super(message);
    }

    public CentralogException(String message, Throwable cause) {
        super(message, cause);
    }
}
