// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.centralog.internal.redis.ModelRedis.Counts;
import dev.centralog.internal.redis.ModelRedis.State;
import java.util.Map;
import java.util.TreeMap;

/** The content of the model by name, to be compared with that of a real Redis. */
final class ModelContent {
    private ModelContent() {}

    static Map<String, Object> of(ModelRedis model) {
        State state = model.state();
        Map<String, Object> content = new TreeMap<>();
        state.counts.forEach((window, counts) -> put(content, String.valueOf(window), counts));
        state.sealed.forEach((id, counts) -> put(content, String.valueOf(id), counts));
        state.open.forEach((window, since) -> content.put("open " + window, since));
        state.leases.forEach((id, ends) -> content.put("lease " + id, ends));
        state.owners.forEach((id, owner) ->
                content.put("owner " + id, owner.name() + " " + owner.attempts() + (owner.isAhead() ? " a" : " -")));
        state.markers.forEach((producer, marker) ->
                content.put("book " + new String(RawScripts.field(producer), ISO_8859_1), marker));
        state.generations.forEach((window, number) ->
                content.put("book " + new String(Book.generation(window), ISO_8859_1), "" + number));
        if (state.redisId != null) {
            content.put("book ~id", state.redisId);
        }
        if (state.trimmedMillis > 0) {
            content.put("book ~trimmed", "" + state.trimmedMillis);
        }
        return content;
    }

    private static void put(Map<String, Object> content, String name, Counts counts) {
        content.put("counts " + name, Map.copyOf(counts.repeats));
        if (!counts.payloads.isEmpty()) {
            Map<String, String> payloads = new TreeMap<>();
            counts.payloads.forEach((group, payload) -> payloads.put(group, new String(payload, ISO_8859_1)));
            content.put("payloads " + name, payloads);
        }
    }
}
