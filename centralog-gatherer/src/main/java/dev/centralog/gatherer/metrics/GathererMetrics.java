// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.metrics;

import dev.centralog.gather.DropReport;
import dev.centralog.gatherer.alert.AlertStats;
import dev.centralog.gatherer.engine.Deletion;
import dev.centralog.gatherer.engine.GatherStats;
import dev.centralog.gatherer.engine.StoreLatency;
import dev.centralog.gatherer.engine.StreamStats;
import dev.centralog.gatherer.status.RedisState;
import dev.centralog.gatherer.status.StatusReport;
import dev.centralog.gatherer.stored.StoredState;
import dev.centralog.internal.claim.StreamState;
import dev.centralog.internal.status.Version;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text that Prometheus reads of a gatherer: its own counts, and the state of Redis and of the database as they were looked at
 * last. Thread-safety: confined to one call of {@code text}.
 */
public final class GathererMetrics {
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    private static final String STREAM = "stream";
    private static final String SERVER = "server";
    private static final String QUANTILE = "quantile";
    private static final double MILLIS = 1e3;

    private final Map<Metric, Map<Labels, Double>> values = new EnumMap<>(Metric.class);

    /**
     * A text for Prometheus.
     *
     * @param type its media type
     * @param content the text
     */
    public record Text(String type, String content) {}

    private GathererMetrics() {}

    /**
     * Returns all metrics that have a value, in one of the text formats of Prometheus. Does not block.
     *
     * @param accept the formats that the reader takes, as the header {@code Accept} has them; null for any
     * @param stats the gatherer's own counts
     * @param alerts the counts of its alerts; null if it posts none
     * @param status the state of Redis and of the database; null if they were not looked at
     */
    public static Text text(
            @Nullable String accept, GatherStats stats, @Nullable AlertStats alerts, @Nullable StatusReport status) {
        GathererMetrics metrics = new GathererMetrics();
        metrics.add(stats);
        if (alerts != null) {
            metrics.add(alerts);
        }
        if (status != null) {
            metrics.add(status);
        }
        return metrics.text(FORMATS.findWriter(accept));
    }

    private Text text(ExpositionFormatWriter format) {
        List<MetricSnapshot> all = new ArrayList<>();
        values.forEach((metric, byLabels) -> all.addAll(metric.of(byLabels)));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            format.write(text, MetricSnapshots.of(all.toArray(new MetricSnapshot[0])));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never happens: it writes to memory
        }
        return new Text(format.getContentType(), text.toString(StandardCharsets.UTF_8));
    }

    private void set(Metric metric, Number value, String... labels) {
        values.computeIfAbsent(metric, each -> new LinkedHashMap<>()).put(Labels.of(labels), value.doubleValue());
    }

    private void add(GatherStats stats) {
        Version version = Version.current();
        set(Metric.BUILD, 1, "version", version.number(), "commit", version.commit());
        add(DropReport.EVENTS, stats.events());
        add(DropReport.ACTIONS, stats.actions());
        stats.events().stored().dropped().forEach((reason, count) -> set(Metric.DROPPED, count, "reason", reason));
        Deletion deletion = stats.lastDeletion();
        if (deletion != null) {
            deletion.rows().forEach((table, rows) -> set(Metric.ROWS_DELETED, rows, "table", table));
            set(Metric.LAST_DELETED, deletion.at().toEpochMilli() / MILLIS);
        }
        set(Metric.RETRIES, stats.retries());
        set(Metric.UNAVAILABLE, seconds(stats.awayFromRedis()), SERVER, "redis");
        set(Metric.UNAVAILABLE, seconds(stats.awayFromDatabase()), SERVER, "database");
    }

    private void add(AlertStats alerts) {
        set(Metric.ALERTS_POSTED, alerts.posted());
        set(Metric.ALERTS_FAILED, alerts.failed());
        set(Metric.ALERTS_GIVEN_UP, alerts.givenUp());
        Long waiting = alerts.waiting();
        if (waiting != null) {
            set(Metric.ALERTS_WAITING, waiting);
        }
    }

    private void add(String stream, StreamStats stats) {
        set(Metric.WINDOWS_CLAIMED, stats.claimed(), STREAM, stream);
        set(Metric.WINDOWS_READ, stats.read(), STREAM, stream);
        set(Metric.WINDOWS_STORED, stats.windows(), STREAM, stream);
        set(Metric.STORED, stats.stored().repeats(), STREAM, stream);
        set(Metric.ROWS_STORED, stats.stored().rows(), STREAM, stream);
        set(Metric.ROWS_DUPLICATE, stats.stored().duplicates(), STREAM, stream);
        set(Metric.ROWS_OTHER_CONTENT, stats.stored().metOtherContent(), STREAM, stream);
        stats.stored()
                .deadLetters()
                .forEach((flag, count) -> set(Metric.DEAD_LETTERS, count, STREAM, stream, "flag", flag));
        set(Metric.LAG, seconds(stats.lag()), STREAM, stream);
        StoreLatency latency = stats.latency();
        if (latency != null) {
            set(Metric.STORE_TIME, seconds(latency.median()), STREAM, stream, QUANTILE, "0.5");
            set(Metric.STORE_TIME, seconds(latency.high()), STREAM, stream, QUANTILE, "0.99");
            set(Metric.LAST_STORE_TIME, seconds(latency.last()), STREAM, stream);
        }
        setTime(Metric.LAST_STORED, stats.lastCommit(), stream);
    }

    private void add(StatusReport status) {
        RedisState redis = status.redis();
        set(Metric.UP, redis == null ? 0 : 1, SERVER, "redis");
        if (redis != null) {
            add(DropReport.EVENTS, redis.events());
            add(DropReport.ACTIONS, redis.actions());
            set(Metric.REDIS_USED, redis.usedBytes());
            set(Metric.REDIS_MOST, redis.mostBytes());
            set(Metric.PRODUCERS, redis.recentProducers());
        }
        StoredState stored = status.stored();
        set(Metric.UP, stored == null ? 0 : 1, SERVER, "database");
        if (stored != null) {
            set(Metric.PROCESSES, stored.processes().alive(), "state", "alive");
            set(Metric.PROCESSES, stored.processes().silent(), "state", "silent");
            setTime(Metric.COMPLETE_UP_TO, status.completeUpTo(DropReport.EVENTS), DropReport.EVENTS);
            setTime(Metric.COMPLETE_UP_TO, status.completeUpTo(DropReport.ACTIONS), DropReport.ACTIONS);
            for (String stream : List.of(DropReport.EVENTS, DropReport.ACTIONS, DropReport.SAMPLES)) {
                set(Metric.DEAD_LETTERS_WAITING, stored.deadLetters().getOrDefault(stream, 0L), STREAM, stream);
            }
        }
    }

    private void add(String stream, StreamState state) {
        set(Metric.REDIS_WAITING, state.waiting(), STREAM, stream);
        set(Metric.REDIS_SEALED, state.sealed(), STREAM, stream);
        set(Metric.REDIS_HELD, state.held(), STREAM, stream);
        set(Metric.REDIS_OVERDUE, seconds(state.longestOverdue()), STREAM, stream);
    }

    private void setTime(Metric metric, @Nullable Instant time, String stream) {
        if (time != null) {
            set(metric, time.toEpochMilli() / MILLIS, STREAM, stream);
        }
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }
}
