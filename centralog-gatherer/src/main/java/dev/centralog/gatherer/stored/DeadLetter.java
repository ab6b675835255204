// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gather.DropReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payload that could not be read or stored; its count is a flagged row with the same identity.
 *
 * @param id the id that commands take
 * @param stream the stream that it belongs to: {@link DropReport#EVENTS}, {@link DropReport#ACTIONS} or
 *     {@link DropReport#SAMPLES}
 * @param windowStart part of its identity
 * @param groupId part of its identity
 * @param delivery part of its identity
 * @param raw the payload's bytes; not copied
 * @param reason the reason why it was put aside
 * @param attempts the number of attempts to read or store it
 * @param firstSeen the time at which it was put aside
 * @param replayedAt the time at which it was stored after all, or null
 */
@SuppressWarnings("ArrayRecordComponent")
public record DeadLetter(
        long id,
        String stream,
        Instant windowStart,
        String groupId,
        String delivery,
        byte[] raw,
        String reason,
        int attempts,
        Instant firstSeen,
        @Nullable Instant replayedAt) {
    /** Returns whether it is a sample: these are not replayed, as their rows have their counts already. */
    public boolean isSample() {
        return stream.equals(DropReport.SAMPLES);
    }
}
