// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

/**
 * The standing of a producer id with Redis.
 *
 * @param redisId the id of the Redis that the producer id lives in; {@link #NOWHERE} if none was asked for
 * @param seenMillis Redis's time in milliseconds as of when it last spoke of that producer id
 */
public record Standing(String redisId, long seenMillis) {
    /** Stands for the Redis of a producer id that no Redis was asked for. */
    public static final String NOWHERE = "0000000000000000";

    static final Standing NONE = new Standing(NOWHERE, 0);
}
