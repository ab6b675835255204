// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import dev.centralog.RedisRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The data of a server by INFO; managed services deny CONFIG, but not INFO.
 *
 * @param runId {@code run_id}, which a server draws when it starts, or empty
 * @param version {@code redis_version}, or empty if the user may not ask
 * @param evictionPolicy {@code maxmemory_policy}, or empty
 * @param memoryBounded whether {@code maxmemory} is set
 * @param appendOnly whether the append-only file is on; true if the user may not ask
 * @param replicas the number of replicas that are connected and have caught up; 0 if the user may not ask
 * @param isOfCluster whether it is a node of a cluster; false if the user may not ask
 */
public record ServerInfo(
        String runId,
        String version,
        String evictionPolicy,
        boolean memoryBounded,
        boolean appendOnly,
        int replicas,
        boolean isOfCluster) {
    /** A server that may not be asked; it is taken for a current one. */
    static final ServerInfo UNKNOWN = new ServerInfo("", "", "", false, true, 0, false);

    /** The line of a replica, e.g. {@code slave0:ip=127.0.0.1,port=6380,state=online,offset=14,lag=0}. */
    private static final Pattern REPLICA = Pattern.compile("(?m)^slave\\d+:.*\\bstate=online\\b");

    private static final int OLDEST_MAJOR = 6;
    private static final int OLDEST_MINOR = 2;

    public static ServerInfo parse(String info) {
        return of(fields(info), info);
    }

    /** Returns the lines of INFO by their names; the first one if several have the same name. */
    static Map<String, String> fields(String info) {
        return info.lines()
                .filter(line -> line.indexOf(':') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).strip(),
                        (first, second) -> first));
    }

    static ServerInfo of(Map<String, String> fields, String info) {
        return new ServerInfo(
                fields.getOrDefault("run_id", ""),
                fields.getOrDefault("redis_version", ""),
                fields.getOrDefault("maxmemory_policy", ""),
                !fields.getOrDefault("maxmemory", "0").equals("0"),
                !fields.getOrDefault("aof_enabled", "1").equals("0"),
                Math.toIntExact(REPLICA.matcher(info).results().count()),
                isClusterMode(fields));
    }

    /** Valkey has another name for it since version 9. */
    private static boolean isClusterMode(Map<String, String> fields) {
        return Stream.of("redis_mode", "server_mode").anyMatch(name -> "cluster".equals(fields.get(name)));
    }

    /** Whether it can tell when something is durable in its append-only file. */
    public boolean canWaitForDisk() {
        return appendOnly && !version.isEmpty() && (part(0) > 7 || (part(0) == 7 && part(1) >= 2));
    }

    /**
     * Refuses a server that the protocol can't run on.
     *
     * @throws RedisRefusedException if it is too old, naming its version and what is needed
     */
    void requireSupported() {
        boolean old = part(0) < OLDEST_MAJOR || (part(0) == OLDEST_MAJOR && part(1) < OLDEST_MINOR);
        if (!version.isEmpty() && old) {
            throw new RedisRefusedException("Redis is too old: it is version " + version + "; version " + OLDEST_MAJOR
                    + "." + OLDEST_MINOR + " or later is needed (or Valkey)");
        }
    }

    /**
     * Returns the warnings for the logging side. Centralog's keys don't expire, so a policy that evicts only keys that do is
     * harmless.
     */
    List<String> policyWarnings() {
        return memoryBounded && evictionPolicy.startsWith("allkeys-")
                ? List.of(
                        "Redis may evict waiting events and its records of producers, so that events are lost or counted"
                                + " twice: its maxmemory-policy is '" + evictionPolicy
                                + "'; set it to 'noeviction'")
                : List.of();
    }

    /** Returns warnings how this server may lose events that it has confirmed. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(policyWarnings());
        if (!appendOnly) {
            warnings.add("Redis loses waiting events when it restarts: it runs with 'appendonly no'; set it to 'yes'");
        }
        return warnings;
    }

    private int part(int index) {
        String[] parts = version.split("\\.");
        try {
            return index < parts.length ? Integer.parseInt(parts[index]) : 0;
        } catch (NumberFormatException ignored) {
            return Integer.MAX_VALUE; // a version of an unknown form: taken for a current one
        }
    }
}
