// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The metrics of a gatherer, named by Prometheus's conventions: a unit is the end of a name, and the name of a counter ends with
 * {@code _total}. Counters begin at 0 when a gatherer starts, and again after a SIGHUP.
 */
public enum Metric {
    BUILD(Type.GAUGE, "build_info", "1, with the version and the commit as labels."),
    WINDOWS_CLAIMED(Type.COUNTER, "windows_claimed", "Windows of events, or slices of actions, taken from Redis."),
    WINDOWS_READ(Type.COUNTER, "windows_read", "Windows or slices read to their end."),
    WINDOWS_STORED(Type.COUNTER, "windows_stored", "Windows or slices that are committed in the database."),
    STORED(Type.COUNTER, "stored", "Events or actions stored, their repeats included."),
    ROWS_STORED(Type.COUNTER, "rows_stored", "Rows of events or actions stored."),
    ROWS_DUPLICATE(
            Type.COUNTER,
            "rows_duplicate",
            "Rows that were there when their window or slice was stored again; each stayed one row."),
    ROWS_OTHER_CONTENT(
            Type.COUNTER,
            "rows_other_content",
            "Rows that met one of the same identity with other counts: two copies of one Redis have gone on apart."),
    DROPPED(
            Type.COUNTER,
            "reported_dropped",
            "Events and actions that applications have reported as dropped, by reason."),
    DEAD_LETTERS(Type.COUNTER, "dead_letters", "Events, samples or totals put aside, by the flag of their rows."),
    LAG(
            Type.GAUGE,
            "lag_seconds",
            "Time from the end of the latest window or slice that was stored until now; 0 if nothing is due."),
    STORE_TIME(
            Type.GAUGE,
            "store_seconds",
            "Time that storing a window or slice took, in its transaction: quantiles of the last five minutes."),
    LAST_STORE_TIME(Type.GAUGE, "last_store_seconds", "Time that storing the last window or slice took."),
    LAST_STORED(Type.GAUGE, "last_stored_timestamp_seconds", "Time at which a window or slice was stored last."),
    ROWS_DELETED(
            Type.GAUGE,
            "deleted_rows",
            "Rows of a table that the last pass has deleted, as they were old, of this gatherer."),
    LAST_DELETED(Type.GAUGE, "last_deleted_timestamp_seconds", "Time of that pass."),
    RETRIES(Type.COUNTER, "retries", "Retries because Redis or the database was unavailable."),
    UNAVAILABLE(
            Type.COUNTER,
            "unavailable_seconds",
            "Time for which Redis or the database was unavailable to this gatherer."),
    UP(Type.GAUGE, "server_up", "1 if Redis or the database has answered when it was looked at last, else 0."),
    REDIS_WAITING(Type.GAUGE, "redis_windows_waiting", "Windows or slices in Redis, open ones included."),
    REDIS_SEALED(Type.GAUGE, "redis_windows_sealed", "Windows or slices in Redis that are sealed, and not yet stored."),
    REDIS_HELD(Type.GAUGE, "redis_windows_held", "Windows or slices in Redis that a gatherer holds on lease."),
    REDIS_OVERDUE(
            Type.GAUGE, "redis_overdue_seconds", "Time for which the oldest window or slice that is due has waited."),
    REDIS_USED(Type.GAUGE, "redis_used_bytes", "Memory that Redis uses."),
    REDIS_MOST(Type.GAUGE, "redis_max_bytes", "Memory that Redis may use, its maxmemory; 0 if that has no limit."),
    PRODUCERS(
            Type.GAUGE, "producers_recent", "Applications' processes that have sent something within the last minute."),
    PROCESSES(
            Type.GAUGE,
            "processes",
            "Applications' processes whose end is not known: alive, or silent for some minutes."),
    COMPLETE_UP_TO(
            Type.GAUGE,
            "complete_up_to_timestamp_seconds",
            "Time up to which what is stored is complete, but for what comes late."),
    DEAD_LETTERS_WAITING(Type.GAUGE, "dead_letters_waiting", "Dead letters in the database that were not replayed."),
    ALERTS_POSTED(Type.COUNTER, "alert_messages_posted", "Messages with alerts that the webhook has taken."),
    ALERTS_FAILED(Type.COUNTER, "alert_attempts_failed", "Attempts to post a message with alerts that have failed."),
    ALERTS_GIVEN_UP(
            Type.COUNTER,
            "alert_messages_given_up",
            "Messages with alerts that the webhook has not taken within a day."),
    ALERTS_WAITING(
            Type.GAUGE,
            "alert_messages_waiting",
            "Messages with alerts that the webhook has not taken yet; of the gatherer that posts them.");

    /** The start of all names. */
    static final String PREFIX = "centralog_";

    /** The kinds of metrics. */
    public enum Type {
        /** A sum that only grows while the gatherer runs. */
        COUNTER,
        /** A value that goes up and down. */
        GAUGE
    }

    private final Type type;
    private final String shortName;
    private final String help;

    Metric(Type type, String shortName, String help) {
        this.type = type;
        this.shortName = shortName;
        this.help = help;
    }

    /** Returns the name as Prometheus shows it. */
    public String shownName() {
        return PREFIX + shortName + (type == Type.COUNTER ? "_total" : "");
    }

    /** Returns the description, one sentence. */
    public String help() {
        return help;
    }

    /** Returns the word of the type, {@code counter} or {@code gauge}. */
    public String typeName() {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the metric with its values by their labels; one without a value is left out. */
    List<MetricSnapshot> of(Map<Labels, Double> values) {
        if (values.isEmpty()) {
            return List.of();
        }
        String name = PREFIX + shortName;
        if (type == Type.COUNTER) {
            CounterSnapshot.Builder counter =
                    CounterSnapshot.builder().name(name).help(help);
            values.forEach((labels, value) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value(value)
                    .build()));
            return List.of(counter.build());
        }
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((labels, value) -> gauge.dataPoint(
                GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
        return List.of(gauge.build());
    }
}
