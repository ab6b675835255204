// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.stored.StoredProducers;
import dev.centralog.gatherer.stored.StoredProducers.Dropped;
import dev.centralog.gatherer.stored.StoredProducers.Producer;
import dev.centralog.gatherer.stored.StoredProducers.State;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import dev.centralog.internal.redis.read.RedisLook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The view {@code producers}: the processes that log, what they have dropped, and how many of their events wait in Redis. */
final class ProducersView implements View {
    private static final int USUAL = 100;
    private static final int MOST = 500;
    private static final Duration SEEN_WITHIN = Duration.ofHours(24);

    private final Unstored unstored;

    ProducersView(Unstored unstored) {
        this.unstored = unstored;
    }

    @Override
    public Function<StoredReader, JsonLine> of(Parameters parameters) {
        parameters.allowOnly(List.of("limit"));
        int limit = parameters.number("limit", USUAL, MOST);
        Instant now = parameters.times().now();
        List<String> notes = new ArrayList<>();
        RedisLook.Waiting waiting = waiting(notes);
        return stored -> line(stored.producers(), new Asked(now, limit), waiting, notes);
    }

    private record Asked(Instant now, int limit) {
        Instant since() {
            return now.minus(SEEN_WITHIN);
        }
    }

    /** Returns what waits; null if Redis can't be read, which a note says. */
    private RedisLook.@Nullable Waiting waiting(List<String> notes) {
        try {
            RedisLook.Waiting waiting = unstored.events();
            if (!waiting.complete()) {
                notes.add("so much waits in Redis that only a part was counted");
            }
            return waiting;
        } catch (UnavailableException e) {
            notes.add("how much waits is not known: " + e.getMessage());
            return null;
        }
    }

    private static JsonLine line(
            StoredProducers stored, Asked asked, RedisLook.@Nullable Waiting waiting, List<String> notes) {
        Map<String, Long> left = new HashMap<>(waiting == null ? Map.of() : waiting.events());
        List<Producer> found = stored.list(asked.now, asked.since(), asked.limit + 1);
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Producer each : found) {
            Long waits = left.remove(each.id());
            if (lines.size() < asked.limit) {
                lines.add(producer(each, waiting == null ? null : waits == null ? Long.valueOf(0) : waits));
            }
        }
        return new JsonLine()
                .put("since", Times.UTC.iso(asked.since()))
                .put("producers", lines)
                .put("more", found.size() > asked.limit)
                .put(
                        "other_waiting",
                        waiting == null
                                ? null
                                : left.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum())
                .put("notes", notes);
    }

    private static Map<String, Object> producer(Producer of, @Nullable Long waiting) {
        State state = of.state();
        return new JsonLine()
                .put("process", of.id().isEmpty() ? null : of.id())
                .put("app", of.info().app())
                .put("environment", of.info().environment())
                .put("release", of.info().release())
                .put("host", of.info().host())
                .put("pid", of.info().pid())
                .put("instance", of.info().instance())
                .put("state", state == null ? null : state.name().toLowerCase(Locale.ROOT))
                .put("first_seen", time(of.firstSeen()))
                .put("last_seen", time(of.lastSeen()))
                .put(
                        "dropped",
                        of.dropped().stream().map(ProducersView::dropped).toList())
                .put("waiting", of.id().isEmpty() ? null : waiting)
                .fields();
    }

    private static Map<String, Object> dropped(Dropped of) {
        return new JsonLine()
                .put("stream", of.stream())
                .put("reason", of.reason())
                .put("count", of.count())
                .fields();
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : Times.UTC.iso(time);
    }
}
