// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.SampledRows.own;
import static dev.centralog.gatherer.sink.SampledRows.process;
import static dev.centralog.gatherer.sink.SampledRows.row;
import static dev.centralog.gatherer.sink.SampledRows.sample;
import static dev.centralog.gatherer.sink.SampledRows.window;
import static dev.centralog.gatherer.sink.Windows.FIRST;
import static dev.centralog.gatherer.sink.Windows.LATE;
import static dev.centralog.gatherer.sink.Windows.SECOND;
import static dev.centralog.gatherer.sink.Windows.event;
import static dev.centralog.gatherer.sink.Windows.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.GatheredEvent.Samples;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of events that are stored in full beside the first one of their row. */
class SamplesIT {
    private static final String IN_FULL =
            "SELECT group_id, delivery, repeats, in_full, borrowed FROM events ORDER BY group_id, delivery";

    @TempDir
    Path directory = Path.of("");

    private String empty(Kind kind) {
        return Databases.shared().empty(kind, directory);
    }

    private static Sinks open(String url) {
        return Sinks.open(Databases.target(url));
    }

    @ParameterizedTest
    @EnumSource
    void row_whoseEventIsBorrowed_countsItsSamplesOnly(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            sinks.events().store(window(row(FIRST, 1, 1)));
            sinks.events()
                    .store(Windows.of(
                            LATE,
                            row(
                                    LATE,
                                    1,
                                    ProcessCounts.ofUnknown(2),
                                    new Samples(false, List.of(sample(2, 1), sample(2, 2))))));
        }
        assertThat(Sql.rows(url, IN_FULL))
                .containsExactly(group(1) + "|" + FIRST + "|1|1|0", group(1) + "|" + LATE + "|2|2|1");
        assertThat(Sql.rows(url, "SELECT message, host FROM event_details ORDER BY message"))
                .containsExactly("of 1.1|host-1", "of 2.1|null", "of 2.2|null");
        assertThat(Sql.rows(url, "SELECT repeats, in_full FROM event_windows WHERE complete"))
                .containsExactly("3|3");
    }

    /** Checks rows as applications without samples bring them: one that counts nothing only brings an event. */
    @ParameterizedTest
    @EnumSource
    void row_thatCountsNothing_hasNoEventOfItsOwn(Kind kind) {
        String url = empty(kind);
        try (Sinks sinks = open(url)) {
            sinks.events().store(window(row(FIRST, 1, 3)));
            sinks.events().store(Windows.of(LATE, row(LATE, 1, 0)));
        }
        assertThat(Sql.rows(url, IN_FULL))
                .containsExactly(group(1) + "|" + FIRST + "|3|1|0", group(1) + "|" + LATE + "|0|0|1");
        assertThat(Sql.rows(url, "SELECT delivery FROM event_details")).containsExactly(FIRST);
    }

    @ParameterizedTest
    @EnumSource
    void samples_withOddContent_areStoredAsNearAsTheDatabaseCan(Kind kind) {
        String url = empty(kind);
        Map<String, @Nullable String> mdc = new LinkedHashMap<>();
        mdc.put("nul \0", "a\0b");
        mdc.put("none", null);
        mdc.put("", "empty key");
        mdc.put("trace_id", " ");
        mdc.put("traceId", "\0x\ud83d" + "t".repeat(10_240));
        mdc.put("spanId", "s".repeat(127) + "\ud83d\ude00");
        IllegalStateException thrown = new IllegalStateException(
                "outer \0", new IllegalArgumentException((String) null, new RuntimeException("in\0ner \ude00")));
        GatheredSample odd = new GatheredSample(
                process(1),
                -1,
                own(2, "m".repeat(65_536) + "\0\ud83d \\u0000")
                        .template(null)
                        .time(Instant.MAX)
                        .arguments("\0", null, "\\u0000")
                        .mdc(mdc)
                        .ndc(List.of("n\0"))
                        .thrown(thrown)
                        .build());
        try (Sinks sinks = open(url)) {
            sinks.events().store(window(row(FIRST, 1, 2, odd)));
            sinks.events().store(window(row(FIRST, 1, 2, odd)));
        }
        assertThat(Sql.rows(url, "SELECT in_full FROM events")).containsExactly("2");
        assertThat(Sql.rows(url, "SELECT reason FROM dead_letters")).isEmpty();
        assertThat(Sql.rows(url, "SELECT n, message, trace_id, span_id, thrown_message FROM event_samples"))
                .containsExactly("-1|" + "m".repeat(65_536) + "\ufffd\ufffd \\u0000|\ufffdx\ufffd" + "t".repeat(125)
                        + "|" + "s".repeat(127) + "|outer \ufffd");
        assertThat(Sql.rows(url, "SELECT cause_messages, arguments, ndc FROM event_samples"))
                .containsExactly("[null,\"in\ufffdner \ufffd\"]|[\"\ufffd\",null,\"\\\\u0000\"]|[\"n\ufffd\"]");
        assertThat(Sql.rows(url, "SELECT mdc FROM event_samples").get(0))
                .contains("\"nul \ufffd\":\"a\ufffdb\"", "\"none\":null", "\"\":\"empty key\"")
                .contains("t".repeat(10_240));
    }

    @ParameterizedTest
    @EnumSource
    void traceIds_ofTheRowsOwnEvents_areColumnsToo(Kind kind) {
        String url = empty(kind);
        LogEvent traced = event("traced").toBuilder()
                .mdc(Map.of("correlation", "c-1", "spanId", "s-1"))
                .build();
        SinkTarget target = new SinkTarget(
                url,
                "",
                "",
                (severity, message, cause) -> {},
                new TraceKeys(List.of("X-Request", "correlation"), List.of()));
        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().store(Windows.of(FIRST, Windows.row(1, 1, traced)));
        }
        assertThat(Sql.rows(url, "SELECT trace_id, span_id FROM events")).containsExactly("c-1|null");
        assertThat(Sql.rows(url, "SELECT message, trace_id FROM event_details WHERE trace_id = 'c-1'"))
                .containsExactly("traced|c-1");
    }

    @ParameterizedTest
    @EnumSource
    void samples_leftOut_areReportedAndNoDroppedEvents(Kind kind) {
        String url = empty(kind);
        DropReport leftOut =
                new DropReport(SECOND, "~left:" + process(1), FIRST, DropReport.SAMPLES, 12, "process", Origin.UNKNOWN);
        try (Sinks sinks = open(url)) {
            assertThat(sinks.events().store(Windows.ofDrops(1, leftOut)).totalDropped())
                    .isZero();
        }
        assertThat(Sql.rows(url, "SELECT stream, reason, count FROM drops")).containsExactly("samples|process|12");
    }
}
