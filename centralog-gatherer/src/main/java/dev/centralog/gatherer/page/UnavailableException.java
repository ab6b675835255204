// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

/** An exception that says that a view can't be read at present, and what to do. */
final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnavailableException(String message) {
        super(message);
    }
}
