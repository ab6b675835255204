// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.Level;
import dev.centralog.Settings;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.alert.AlertStats;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.status.RedisState;
import dev.centralog.gatherer.status.StatusReport;
import dev.centralog.gatherer.stored.StoredState;
import dev.centralog.testkit.LocalRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of a gatherer that has stored an event, with the state of a real Redis and a real database. */
class MetricsIT {
    /** The metrics that have values only after something went wrong, or was deleted. */
    private static final Set<Metric> LATER =
            EnumSet.of(Metric.DROPPED, Metric.DEAD_LETTERS, Metric.ROWS_DELETED, Metric.LAST_DELETED);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void text_afterStoring_hasEveryMetric() throws Exception {
        SinkTarget target = Databases.target("jdbc:sqlite:" + directory.resolve("metrics.db"));
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest())) {
            CentralogConfig config = CentralogConfig.defaults().with(Settings.REDIS, redis.uri());
            try (Centralog centralog = Centralog.open(config)) {
                centralog.log(dev.centralog.LogEvent.builder()
                        .level(Level.ERROR)
                        .logger("shop")
                        .message("no such carrier")
                        .build());
                assertThat(centralog.close(Duration.ofSeconds(30))).isZero();
            }
            try (Gatherer gatherer = Gatherer.open(config, Sinks.open(target), (severity, message, cause) -> {})) {
                assertThat(gatherer.drain()).isTrue();
                StatusReport status = new StatusReport(
                        new StatusReport.Asked("", "", Duration.ofMinutes(1), Duration.ofHours(1), null),
                        RedisState.read(config, Duration.ofMinutes(1)),
                        StoredState.read(target, Instant.now(), Duration.ofHours(1)),
                        List.of());

                String text = GathererMetrics.text(null, gatherer.stats(), new AlertStats(0, 0, 0, 0L), status)
                        .content();

                assertThat(text.lines())
                        .contains(
                                "centralog_stored_total{stream=\"events\"} 1.0",
                                "centralog_server_up{server=\"redis\"} 1.0",
                                "centralog_server_up{server=\"database\"} 1.0",
                                "centralog_redis_windows_waiting{stream=\"events\"} 0.0",
                                "centralog_dead_letters_waiting{stream=\"events\"} 0.0");
                assertThat(Arrays.stream(Metric.values()).filter(each -> !LATER.contains(each)))
                        .allSatisfy(each -> assertThat(text).contains("\n" + each.shownName()));
            }
        }
    }
}
