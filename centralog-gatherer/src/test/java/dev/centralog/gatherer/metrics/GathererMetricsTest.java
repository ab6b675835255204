// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.alert.AlertStats;
import dev.centralog.gatherer.engine.Deletion;
import dev.centralog.gatherer.engine.GatherStats;
import dev.centralog.gatherer.engine.StoreLatency;
import dev.centralog.gatherer.engine.StreamStats;
import dev.centralog.gatherer.sink.Stored;
import dev.centralog.gatherer.status.StatusReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GathererMetricsTest {
    private static final GatherStats STATS = new GatherStats(
            new StreamStats(
                    7,
                    6,
                    5,
                    new Stored(40, 916, 3, 1, Map.of("bufferFull", 12L), Map.of("rejected", 2L)),
                    Instant.parse("2026-11-30T10:00:00.500Z"),
                    Duration.ofMillis(1500),
                    new StoreLatency(Duration.ofMillis(20), Duration.ofMillis(10), Duration.ofMillis(250))),
            new StreamStats(0, 0, 0, Stored.NOTHING, null, Duration.ZERO, null),
            9,
            Duration.ofSeconds(61),
            Duration.ZERO,
            new Deletion(Instant.parse("2026-11-30T09:00:00Z"), Map.of("event_rows", 17L)));

    @Test
    void text_countsOfAGatherer_byConventions() {
        String text = GathererMetrics.text(null, STATS, null, null).content();

        assertThat(text.lines())
                .contains(
                        "# TYPE centralog_stored_total counter",
                        "centralog_stored_total{stream=\"events\"} 916.0",
                        "centralog_stored_total{stream=\"actions\"} 0.0",
                        "centralog_rows_stored_total{stream=\"events\"} 40.0",
                        "centralog_rows_duplicate_total{stream=\"events\"} 3.0",
                        "centralog_rows_other_content_total{stream=\"events\"} 1.0",
                        "centralog_windows_claimed_total{stream=\"events\"} 7.0",
                        "centralog_windows_read_total{stream=\"events\"} 6.0",
                        "centralog_windows_stored_total{stream=\"events\"} 5.0",
                        "centralog_reported_dropped_total{reason=\"bufferFull\"} 12.0",
                        "centralog_dead_letters_total{flag=\"rejected\",stream=\"events\"} 2.0",
                        "# TYPE centralog_lag_seconds gauge",
                        "centralog_lag_seconds{stream=\"events\"} 1.5",
                        "centralog_last_stored_timestamp_seconds{stream=\"events\"} 1.7960328005E9",
                        "centralog_store_seconds{quantile=\"0.5\",stream=\"events\"} 0.01",
                        "centralog_store_seconds{quantile=\"0.99\",stream=\"events\"} 0.25",
                        "centralog_last_store_seconds{stream=\"events\"} 0.02",
                        "centralog_deleted_rows{table=\"event_rows\"} 17.0",
                        "centralog_retries_total 9.0",
                        "centralog_unavailable_seconds_total{server=\"redis\"} 61.0",
                        "centralog_unavailable_seconds_total{server=\"database\"} 0.0");
        assertThat(text)
                .contains("centralog_build_info{commit=\"")
                .doesNotContain("centralog_last_stored_timestamp_seconds{stream=\"actions\"")
                .doesNotContain("centralog_last_store_seconds{stream=\"actions\"")
                .doesNotContain("centralog_server_up", "centralog_alert");
    }

    @Test
    void text_countsOfAlerts_byConventions() {
        assertThat(GathererMetrics.text(null, STATS, new AlertStats(7, 3, 1, 2L), null)
                        .content()
                        .lines())
                .contains(
                        "# TYPE centralog_alert_messages_posted_total counter",
                        "centralog_alert_messages_posted_total 7.0",
                        "centralog_alert_attempts_failed_total 3.0",
                        "centralog_alert_messages_given_up_total 1.0",
                        "# TYPE centralog_alert_messages_waiting gauge",
                        "centralog_alert_messages_waiting 2.0");
        assertThat(GathererMetrics.text(null, STATS, new AlertStats(0, 0, 0, null), null)
                        .content())
                .contains("centralog_alert_messages_posted_total 0.0")
                .doesNotContain("centralog_alert_messages_waiting");
    }

    @Test
    void text_serversThatDoNotAnswer_areDown() {
        StatusReport.Asked asked =
                new StatusReport.Asked("redis://there", "jdbc:there", Duration.ofMinutes(1), Duration.ofHours(1), null);

        String text = GathererMetrics.text(null, STATS, null, new StatusReport(asked, null, null, List.of("no", "no")))
                .content();

        assertThat(text.lines())
                .contains("centralog_server_up{server=\"redis\"} 0.0", "centralog_server_up{server=\"database\"} 0.0");
        assertThat(text).doesNotContain("centralog_redis_windows_waiting");
    }

    /** A reason is whatever an application has reported. */
    @Test
    void text_hostileReason_isEscaped() {
        Stored hostile = new Stored(0, 0, 0, 0, Map.of("a\"b\\c\nd 1\n", 1L), Map.of());
        StreamStats events = new StreamStats(0, 0, 0, hostile, null, Duration.ZERO, null);
        GatherStats stats = new GatherStats(events, STATS.actions(), 0, Duration.ZERO, Duration.ZERO, null);

        assertThat(GathererMetrics.text(null, stats, null, null).content().lines())
                .contains("centralog_reported_dropped_total{reason=\"a\\\"b\\\\c\\nd 1\\n\"} 1.0");
    }
}
