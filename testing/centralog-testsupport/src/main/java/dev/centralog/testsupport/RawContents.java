// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testsupport;

import dev.centralog.testkit.Deployment;
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
        return Deployment.logged(redis);
    }

    /** Returns the events of all groups as JSON. */
    public static List<String> payloads(LocalRedis redis) {
        return redis.cliList("KEYS", "{cl.2:*}:d:*").stream()
                .flatMap(key -> redis.cliList("HVALS", key).stream())
                .filter(value -> value.startsWith("{") && value.contains("\"level\":")) // no samples or processes
                .toList();
    }
}
