// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.time.Instant;

/**
 * A payload in Redis that is no event this version can read: its count is gathered all the same, as a
 * {@link GatheredEvent} of the same identity with {@link GatheredEvent.Flag#UNREADABLE}.
 *
 * @param windowStart as {@link GatheredEvent#windowStart}
 * @param groupId as {@link GatheredEvent#groupId}
 * @param delivery as {@link GatheredEvent#delivery}
 * @param raw the payload's bytes; not copied
 * @param reason why it could not be read
 */
@SuppressWarnings("ArrayRecordComponent")
public record UnreadablePayload(Instant windowStart, String groupId, String delivery, byte[] raw, String reason) {}
