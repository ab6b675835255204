// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.util.regex.Pattern;

/**
 * The standing of a producer id with Redis.
 *
 * @param redisId the id of the Redis that the producer id lives in; {@link #NOWHERE} if none was asked for
 * @param seenMillis Redis's time in milliseconds as of when it last spoke of that producer id
 */
public record Standing(String redisId, long seenMillis) {
    /** Stands for the Redis of a producer id that no Redis was asked for. */
    public static final String NOWHERE = "0000000000000000";

    /** The length of a redis id. */
    public static final int REDIS_ID_LENGTH = NOWHERE.length();

    static final Standing NONE = new Standing(NOWHERE, 0);
    private static final Pattern REDIS_ID = Pattern.compile("[0-9a-f]{" + REDIS_ID_LENGTH + "}");

    /** Returns whether that may be the id of a Redis. */
    public static boolean isRedisId(String text) {
        return REDIS_ID.matcher(text).matches();
    }
}
