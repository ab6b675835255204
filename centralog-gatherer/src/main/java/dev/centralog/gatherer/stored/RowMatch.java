// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.ProcessInfo;
import dev.centralog.gather.GatheredSample;
import org.jspecify.annotations.Nullable;

/**
 * The event of a row for which the row was found.
 *
 * @param isOwn whether the row's own event meets the filters
 * @param sample if not, a sample that does; null if the one that does is not stored in full
 * @param process the sample's process; null if it is not known
 * @param isOneMessage whether all events of the row are known to have the message of its own one
 */
public record RowMatch(
        boolean isOwn,
        @Nullable GatheredSample sample,
        @Nullable ProcessInfo process,
        boolean isOneMessage) {}
