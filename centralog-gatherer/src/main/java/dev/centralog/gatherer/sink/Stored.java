// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/**
 * What storing a window came to.
 *
 * @param rows rows of events
 * @param repeats the sum of their repeats
 * @param dropped the sum of what producers reported as dropped
 * @param deadLetters events put aside, unreadable or refused by the database
 */
public record Stored(long rows, long repeats, long dropped, long deadLetters) {}
