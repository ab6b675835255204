// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.time.Instant;

/**
 * How often one user did one thing in all slices that were looked at.
 *
 * @param user the user's id
 * @param action the action's id
 * @param count how often
 * @param firstSlice when the first of these slices began
 * @param lastSlice when the last of them began
 */
public record TopAction(String user, String action, long count, Instant firstSlice, Instant lastSlice) {}
