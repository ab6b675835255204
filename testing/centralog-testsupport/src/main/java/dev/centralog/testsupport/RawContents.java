// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testsupport;

import dev.centralog.testkit.LocalRedis;
import java.util.List;

/**
 * The contents of the open event windows in Redis, read without Centralog's classes: for tests that do not have its
 * reading side.
 */
public final class RawContents {
    private RawContents() {}

    /** Returns the number of events, repeats and drops included. */
    public static long repeats(LocalRedis redis) {
        return redis.cliList("KEYS", "{cl.2:*}:z:*").stream()
                .flatMap(key -> redis.cliList("ZRANGE", key, "0", "-1", "WITHSCORES").stream()
                        .filter(item -> item.matches("\\d{1,9}")))
                .mapToLong(Long::parseLong)
                .sum();
    }

    /** Returns the events of all groups as JSON. */
    public static List<String> payloads(LocalRedis redis) {
        return redis.cliList("KEYS", "{cl.2:*}:d:*").stream()
                .flatMap(key -> redis.cliList("HVALS", key).stream())
                .toList();
    }
}
