// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.gather.DropReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payload that could not be read or stored; its count is a flagged row with the same identity.
 *
 * @param id what commands name it by
 * @param stream what it is of: {@link DropReport#EVENTS} or {@link DropReport#ACTIONS}
 * @param windowStart part of its identity
 * @param groupId part of its identity
 * @param delivery part of its identity
 * @param raw the payload's bytes; not copied
 * @param reason what was wrong
 * @param attempts how often it was tried
 * @param firstSeen when it was put aside
 * @param replayedAt when it was stored after all, or null
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
        @Nullable Instant replayedAt) {}
