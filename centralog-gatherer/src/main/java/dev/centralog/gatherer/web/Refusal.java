// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

/**
 * The reason why a request is not looked at further.
 *
 * @param status the HTTP status
 * @param text a sentence that says what is wrong, and what is allowed
 */
record Refusal(int status, String text) {}
