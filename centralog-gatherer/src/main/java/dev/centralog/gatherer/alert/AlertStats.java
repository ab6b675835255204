// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import org.jspecify.annotations.Nullable;

/**
 * The counts of a gatherer's alerts since it began.
 *
 * @param posted the messages that the receiver has taken
 * @param failed the attempts to post one that have failed
 * @param givenUp the messages that the receiver has not taken within a day
 * @param waiting the messages in the database that were neither taken nor given up, as of the last round; null if another gatherer
 *     posts them, or the database was not read yet
 */
public record AlertStats(
        long posted, long failed, long givenUp, @Nullable Long waiting) {}
