// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import java.time.Instant;

/**
 * A payload in Redis that this version can't read. Its count is gathered all the same: as a {@link GatheredEvent} of the same
 * identity with {@link GatheredEvent.Flag#UNREADABLE}, or as a {@link GatheredAction} with
 * {@link GatheredAction.Flag#UNREADABLE}.
 *
 * @param windowStart the same as {@link GatheredEvent#windowStart}
 * @param groupId the same as {@link GatheredEvent#groupId}; for actions, a text that names the row
 * @param delivery the same as {@link GatheredEvent#delivery}
 * @param raw the payload's bytes; not copied
 * @param reason the reason why it could not be read
 */
@SuppressWarnings("ArrayRecordComponent")
public record UnreadablePayload(Instant windowStart, String groupId, String delivery, byte[] raw, String reason) {}
