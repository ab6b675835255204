// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.report;

import dev.centralog.testkit.LocalRedis;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Redis's own statistics. */
public final class RedisInfo {
    private static final Pattern CALLS = Pattern.compile("cmdstat_(.*):calls=(\\d+),.*");

    private RedisInfo() {}

    public static long usedBytes(LocalRedis redis) {
        return number(redis, "memory", "used_memory");
    }

    /** Returns the bytes in use without those of connections, whose buffers get smaller some seconds after they are made. */
    public static long dataBytes(LocalRedis redis) {
        return usedBytes(redis) - number(redis, "memory", "mem_clients_normal");
    }

    /** Returns the bytes that Redis has received since the statistics were reset. */
    public static long inputBytes(LocalRedis redis) {
        return number(redis, "stats", "total_net_input_bytes");
    }

    /** Returns the bytes that Redis has sent since the statistics were reset. */
    public static long outputBytes(LocalRedis redis) {
        return number(redis, "stats", "total_net_output_bytes");
    }

    /**
     * Returns the number of commands since the statistics were reset. Includes those of scripts, and excludes those
     * that read the statistics.
     */
    public static long commands(LocalRedis redis) {
        return redis.cli("INFO", "commandstats")
                .lines()
                .map(line -> CALLS.matcher(line.strip()))
                .filter(Matcher::matches)
                .filter(call ->
                        !call.group(1).startsWith("config") && !call.group(1).equals("info"))
                .mapToLong(call -> Long.parseLong(call.group(2)))
                .sum();
    }

    /**
     * Redis's work since the statistics were reset.
     *
     * @param reads how often it has read from a connection: once for all that a client has sent since
     * @param cpuSeconds the time on a core since Redis was started, which no reset changes
     */
    public record Load(long commands, long reads, long inputBytes, double cpuSeconds) {}

    /** Returns the work so far. */
    public static Load load(LocalRedis redis) {
        double cpu = Double.parseDouble(text(redis, "cpu", "used_cpu_user"))
                + Double.parseDouble(text(redis, "cpu", "used_cpu_sys"));
        return new Load(commands(redis), number(redis, "stats", "total_reads_processed"), inputBytes(redis), cpu);
    }

    static String version(LocalRedis redis) {
        return text(redis, "server", "redis_version");
    }

    private static long number(LocalRedis redis, String section, String field) {
        return Long.parseLong(text(redis, section, field));
    }

    private static String text(LocalRedis redis, String section, String field) {
        return redis.cli("INFO", section)
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }
}
