// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The data of a server by INFO, for those who operate it.
 *
 * @param name e.g. {@code Redis 7.0.15}; empty if the user may not ask
 * @param isReplica whether it is a replica, so that nothing may be written there
 * @param usedBytes {@code used_memory}
 * @param mostBytes {@code maxmemory}; 0 for no limit
 * @param keys the number of keys in each of its databases, by the database's number
 * @param warnings the ways in which it may lose what waits in it
 */
public record ServerState(
        String name,
        boolean isReplica,
        long usedBytes,
        long mostBytes,
        Map<Integer, Long> keys,
        List<String> warnings) {
    /** A server that may not be asked. */
    static final ServerState UNKNOWN = new ServerState("", false, 0, 0, Map.of(), List.of());

    private static final Pattern DATABASE = Pattern.compile("(?m)^db(\\d{1,9}):keys=(\\d{1,18})");

    /** Returns of several servers the one that uses the largest part of its memory, with the warnings of all. */
    public static ServerState fullest(List<ServerState> servers) {
        ServerState fullest = servers.stream()
                .max(Comparator.comparingDouble((ServerState each) ->
                                each.mostBytes == 0 ? 0 : (double) each.usedBytes / each.mostBytes)
                        .thenComparing(ServerState::usedBytes))
                .orElse(UNKNOWN);
        List<String> warnings = servers.stream()
                .flatMap(each -> each.warnings.stream())
                .distinct()
                .toList();
        return new ServerState(
                fullest.name,
                servers.stream().anyMatch(ServerState::isReplica),
                fullest.usedBytes,
                fullest.mostBytes,
                fullest.keys,
                warnings);
    }

    static ServerState parse(String info) {
        Map<String, String> fields = ServerInfo.fields(info);
        String valkey = fields.get("valkey_version");
        Map<Integer, Long> keys = new TreeMap<>();
        for (MatchResult each : DATABASE.matcher(info).results().toList()) {
            keys.put(Integer.valueOf(each.group(1)), Long.valueOf(each.group(2)));
        }
        return new ServerState(
                valkey == null ? "Redis " + fields.getOrDefault("redis_version", "?") : "Valkey " + valkey,
                fields.getOrDefault("role", "").equals("slave"),
                number(fields, "used_memory"),
                number(fields, "maxmemory"),
                keys,
                ServerInfo.of(fields, info).warnings());
    }

    private static long number(Map<String, String> fields, String name) {
        String text = fields.getOrDefault(name, "");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
