// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/**
 * What storing a delivery came to.
 *
 * @param rows rows of events, or of actions
 * @param repeats the sum of their repeats, or counts
 * @param dropped the sum of what producers reported as dropped, events and actions
 * @param deadLetters events or totals of actions put aside, unreadable or refused by the database
 */
public record Stored(long rows, long repeats, long dropped, long deadLetters) {}
