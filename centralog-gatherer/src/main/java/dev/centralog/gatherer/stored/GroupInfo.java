// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.LogEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored group.
 *
 * @param id its number in the tables
 * @param groupId its id
 * @param familyId the id of its family; null while it has none
 * @param firstSeen the start of the first second in which it has occurred, however long ago
 * @param lastSeen the start of the last one
 * @param flag its flag, see docs/schema.md; empty for none
 * @param event of its first event what identifies it: level, logger, template, message, throwable, place, application and
 *     environment. The throwable has no frames
 */
public record GroupInfo(
        long id,
        String groupId,
        @Nullable String familyId,
        Instant firstSeen,
        Instant lastSeen,
        String flag,
        LogEvent event) {}
