// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

/**
 * The token of the address that is printed. It lets in once; after that there is another one.
 *
 * <p>Thread-safe.
 */
final class OneTimeToken {
    private String token = Secrets.random();

    /** Returns the token that is valid now. */
    synchronized String current() {
        return token;
    }

    /** Uses the token up, if that is it; returns whether it was. */
    synchronized boolean use(String given) {
        boolean isRight = Secrets.equal(token, given);
        if (isRight) {
            token = Secrets.random();
        }
        return isRight;
    }
}
