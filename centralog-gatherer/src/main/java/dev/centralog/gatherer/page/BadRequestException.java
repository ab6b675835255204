// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

/** An exception that says what is wrong with a request. */
final class BadRequestException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int WRONG = 400;
    private static final int NOT_FOUND = 404;

    private final int status;

    private BadRequestException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Returns the exception for a parameter that is not allowed. */
    static BadRequestException wrong(String message) {
        return new BadRequestException(WRONG, message);
    }

    /** Returns the exception for a view or an id that there is not. */
    static BadRequestException notFound(String message) {
        return new BadRequestException(NOT_FOUND, message);
    }

    int status() {
        return status;
    }
}
