// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.gather.DeliverySink;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.SinkRefusedException;
import dev.centralog.gather.UnreadablePayload;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluggedSinkTest {
    private static final Instant SECOND = Instant.parse("2026-03-01T12:00:00Z");
    private static final String GROUP = "0".repeat(32);
    private static final SinkTarget TARGET =
            new SinkTarget("print:somewhere?password=hush-hush", "", "", (severity, message, cause) -> {});

    /** A sink that fails as often as it was told to. */
    private static final class Failing implements DeliverySink<EventWindow.Content> {
        private final Deque<IOException> failures = new ArrayDeque<>();
        private final List<String> calls = new ArrayList<>();

        @Override
        public void prepare() {
            calls.add("prepare");
        }

        @Override
        public long store(Iterable<EventWindow.Content> parts) throws IOException {
            calls.add("store");
            parts.forEach(part -> {});
            IOException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            return 2;
        }
    }

    private final Failing failing = new Failing();
    private final PluggedSink<SealedWindow, EventWindow.Content> sink =
            new PluggedSink<>(TARGET, failing, PluggedSink.Content.OF_WINDOWS);

    private static SealedWindow window() {
        GatheredEvent row = new GatheredEvent(
                SECOND,
                GROUP,
                "a:0:1",
                ProcessCounts.ofUnknown(7),
                LogEvent.builder().message("late").build(),
                GatheredEvent.Flag.NONE);
        return new SealedWindow(
                "a:0:1",
                1,
                new EventWindow.Content(
                        List.of(row),
                        List.of(new DropReport(
                                SECOND, "~d", "a:0:1", DropReport.EVENTS, 5, "bufferFull", new Origin("", "", "", 0))),
                        List.of(new UnreadablePayload(SECOND, GROUP, "a:0:1", new byte[] {1}, "garbage"))));
    }

    @Test
    void store_window_isCounted() {
        assertThat(sink.store(window()))
                .isEqualTo(new Stored(1, 7, 0, 0, Map.of("bufferFull", 5L), Map.of("unreadable", 1L, "rejected", 2L)));
    }

    @Test
    void prepare_isCalledOnce_andAgainAfterAFailure() {
        failing.failures.add(new IOException("the disk of hush-hush is full"));

        assertThatThrownBy(() -> sink.store(window()))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.kind()).isEqualTo(SinkException.Kind.AWAY))
                .hasMessage("can't use the sink print:somewhere?password=***: the disk of *** is full");
        sink.store(window());
        sink.store(window());

        assertThat(failing.calls).containsExactly("prepare", "store", "prepare", "store", "store");
    }

    @Test
    void refusal_isNoReasonToTryAgain() {
        failing.failures.add(new SinkRefusedException("no right", new IOException()));

        assertThatThrownBy(() -> sink.store(window()))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.kind()).isEqualTo(SinkException.Kind.REFUSED));
    }
}
