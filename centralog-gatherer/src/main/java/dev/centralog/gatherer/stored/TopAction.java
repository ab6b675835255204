// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import java.time.Instant;

/**
 * The count of one user and one action over all slices that a query has selected.
 *
 * @param user the user's id
 * @param action the action's id
 * @param count the number of times that the user did it
 * @param firstSlice the start of the first of these slices
 * @param lastSlice the start of the last of them
 */
public record TopAction(String user, String action, long count, Instant firstSlice, Instant lastSlice) {}
