// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.regex.Pattern;

/**
 * The standing of a producer id with Redis.
 *
 * @param redisId the id of the Redis that the producer id belongs to; {@link #NOWHERE} if no Redis was asked about it yet
 * @param seenMillis the producer id's <em>seen</em>: the latest time of Redis, in milliseconds, that a reply gave for it
 */
public record Standing(String redisId, long seenMillis) {
    /** The redis id of a producer id that no Redis was asked about yet. */
    public static final String NOWHERE = "0000000000000000";

    /** The length of a redis id, in ASCII characters. */
    public static final int REDIS_ID_LENGTH = NOWHERE.length();

    static final Standing NONE = new Standing(NOWHERE, 0);
    private static final Pattern REDIS_ID = Pattern.compile("[0-9a-f]{" + REDIS_ID_LENGTH + "}");

    /** Returns whether a text has the form of a redis id. */
    public static boolean isRedisId(String text) {
        return REDIS_ID.matcher(text).matches();
    }
}
