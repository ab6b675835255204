// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

/** An exception on which the caller of Centralog can act; logging itself never throws. */
public class CentralogException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CentralogException(String message) {
        super(message);
    }

    public CentralogException(String message, Throwable cause) {
        super(message, cause);
    }
}
