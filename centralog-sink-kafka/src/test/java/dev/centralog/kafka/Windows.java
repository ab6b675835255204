// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gather.UnreadablePayload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Contents of windows. */
final class Windows {
    static final Instant SECOND = Instant.parse("2026-03-01T12:00:00Z");
    static final String DELIVERY = "abc:0:1";
    static final Origin ORIGIN = new Origin("shop", "test", "host1", 17);

    private static final ProcessInfo PROCESS = new ProcessInfo("shop", "test", "1.4.2", "host1", 17, "pod-3");
    private static final String FIRST_PROCESS = "00000000000000aa";

    private Windows() {}

    /** Returns a group's id. */
    static String group(int number) {
        return "%032x".formatted(number);
    }

    static LogEvent event(String message) {
        return LogEvent.builder()
                .time(SECOND.plusMillis(5))
                .level(Level.ERROR)
                .logger("shop.Orders")
                .message(message)
                .origin(ORIGIN)
                .mdc(Map.of("trace_id", "t-1"))
                .build();
    }

    /** Returns a row of two processes, with a sample. */
    static GatheredEvent row(int group, String message, String sampled) {
        return new GatheredEvent(
                SECOND,
                group(group),
                DELIVERY,
                ProcessCounts.builder().add(0xaa, 3).add(0xbb, 4).build(),
                event(message),
                GatheredEvent.Flag.NONE,
                new GatheredEvent.Samples(true, List.of(new GatheredSample(FIRST_PROCESS, 7, event(sampled)))));
    }

    /** Returns a content of such rows alone. */
    static EventWindow.Content of(GatheredEvent... rows) {
        return new EventWindow.Content(List.of(rows), List.of(), List.of());
    }

    /** Returns a content that has all that there is: two rows, a drop, a sign of life and a payload that could not be read. */
    static EventWindow.Content all() {
        GatheredEvent single = new GatheredEvent(
                SECOND,
                group(2),
                DELIVERY,
                ProcessCounts.of(0xaa, 5),
                event("paid"),
                GatheredEvent.Flag.NONE,
                GatheredEvent.Samples.NONE);
        return new EventWindow.Content(
                List.of(row(1, "late", "late too"), single),
                List.of(new DropReport(SECOND, "~drop", DELIVERY, DropReport.EVENTS, 9, "bufferFull", ORIGIN)),
                List.of(new UnreadablePayload(
                        SECOND, group(3), DELIVERY, "garbage".getBytes(StandardCharsets.UTF_8), "no JSON")),
                new EventWindow.Processes(
                        Map.of(FIRST_PROCESS, PROCESS),
                        List.of(new ProcessSign(
                                SECOND,
                                DELIVERY,
                                FIRST_PROCESS,
                                ProcessSign.Kind.START,
                                new ProcessSign.Content(PROCESS, "0.1", "17", "Logback")))));
    }
}
