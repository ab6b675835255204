// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.EventMarker;
import dev.centralog.KeyValue;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.Thrown;
import dev.centralog.internal.decode.EventDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class EventLimitsTest {
    private static final CentralogConfig SMALL = CentralogConfig.defaults()
            .with(Settings.MAX_MESSAGE_BYTES, 64L)
            .with(Settings.MAX_ARGUMENT_BYTES, 16L)
            .with(Settings.MAX_ARGUMENTS, 3)
            .with(Settings.MAX_FRAMES, 10)
            .with(Settings.MAX_MDC_ENTRIES, 2);

    private static LogEvent bounded(CentralogConfig config, LogEvent.Builder event) {
        return EventLimits.of(config).apply(event.build());
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void event_withinBounds_isTheSame() {
        for (long seed = 1; seed <= 500; seed++) {
            LogEvent event = new RandomEvents(seed).next();

            assertThat(EventLimits.of(CentralogConfig.defaults()).apply(event))
                    .as("seed %d", seed)
                    .isEqualTo(event);
        }
    }

    @Test
    void message_ofTenMegabytes_isCutAndSaysSo() {
        String message = "x".repeat(10 << 20);

        LogEvent event = bounded(CentralogConfig.defaults(), LogEvent.builder().message(message));

        assertThat(event.message()).hasSize((16 << 10) - 2).endsWith("x…");
        assertThat(event.template()).isEqualTo(event.message());
        assertThat(event.cuts()).isEqualTo(Map.of("message", 10L << 20, "template", 10L << 20));
    }

    @Test
    void text_isNeverCutInsideACodePoint() {
        for (String unit : List.of("a", "é", "€", "😀")) {
            for (int before = 0; before < 5; before++) {
                String text = "b".repeat(before) + unit.repeat(50);

                LogEvent event = bounded(SMALL, LogEvent.builder().message("m").ndc(List.of(text)));

                String cut = event.ndc().get(0);
                assertThat(bytes(cut)).isBetween(13, 16);
                assertThat(text).startsWith(cut.substring(0, cut.length() - 1));
                assertThat(cut).isEqualTo(Text.wellFormed(cut)).endsWith("…");
                assertThat(event.cuts()).isEqualTo(Map.of("ndc[0]", (long) bytes(text)));
            }
        }
    }

    @Test
    void text_thatJustFits_isNotCut() {
        String text = "ééé€€😀"; // 16 bytes

        LogEvent event = bounded(SMALL, LogEvent.builder().message("m").ndc(List.of(text, text + "x")));

        assertThat(event.ndc()).containsExactly(text, "ééé€€…");
    }

    @Test
    void arguments_beyondTheBounds_areCutEachUnderItsName() {
        LogEvent event =
                bounded(SMALL, LogEvent.builder().message("m").arguments("short", "a".repeat(100), 1, "gone", "gone"));

        assertThat(event.arguments()).containsExactly("short", "a".repeat(13) + "…", 1);
        assertThat(event.cuts()).isEqualTo(Map.of("arguments", 5L, "argument[1]", 100L));
    }

    @Test
    void argument_thatIsAStructure_sharesOneBound() {
        List<String> list = Collections.nCopies(200, "abcdef");
        Map<String, Object> map = new LinkedHashMap<>();
        IntStream.range(0, 100).forEach(i -> map.put("key" + i, "value"));

        LogEvent event = bounded(SMALL, LogEvent.builder().message("m").arguments(list, map));

        assertThat(event.arguments().get(0))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSizeBetween(2, 5)
                .contains("abcdef", "…");
        assertThat((Map<?, ?>) event.arguments().get(1)).hasSizeBetween(2, 5);
        assertThat(event.cuts()).containsOnlyKeys("argument[0]", "argument[1]");
        assertThat(event.cuts().get("argument[0]")).isGreaterThan(400);
    }

    @Test
    void argument_thatContainsItself_ends() {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        LogEvent.Builder event = LogEvent.builder().message("m").arguments(1);
        LogEvent hostile = event.build();
        LogEvent circular = new LogEvent(
                hostile.time(),
                hostile.level(),
                null,
                hostile.thread(),
                null,
                List.of(circle),
                null,
                null,
                null,
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                hostile.origin(),
                0,
                Map.of());

        byte[] payload = PayloadEncoder.encode(circular, EventLimits.of(CentralogConfig.defaults()));

        assertThat(EventDecoder.decode(payload).arguments()).hasSize(1);
    }

    @Test
    void frames_beyondTheBound_keepTheInnermost() {
        Exception deep = new Exception("deep");
        StackTraceElement[] frames = new StackTraceElement[10_000];
        Arrays.setAll(frames, i -> new StackTraceElement("com.example.Deep", "down", "Deep.java", i));
        deep.setStackTrace(frames);

        LogEvent event = bounded(SMALL, LogEvent.builder().message("m").thrown(deep));

        Thrown thrown = event.thrown();
        assertThat(thrown).isNotNull();
        assertThat(thrown.frames()).containsExactly(Arrays.copyOf(frames, 10));
        assertThat(thrown.framesOmitted()).isEqualTo(9_990);
        assertThat(event.cuts()).isEqualTo(Map.of("frames", 10_000L));
    }

    @Test
    void thrownMessage_beyondTheBound_isCut() {
        Exception cause = new Exception("c".repeat(500));

        LogEvent event = bounded(SMALL, LogEvent.builder().message("m").thrown(new Exception("e", cause)));

        Thrown thrown = event.thrown();
        assertThat(thrown).isNotNull();
        assertThat(thrown.cause()).isNotNull();
        assertThat(thrown.cause().message()).isEqualTo("c".repeat(61) + "…");
        assertThat(event.cuts()).containsEntry("thrown.message", 500L);
    }

    @Test
    void mdc_withAThousandKeys_keepsTheFirst() {
        Map<String, String> mdc = new LinkedHashMap<>();
        IntStream.range(0, 1000).forEach(i -> mdc.put("key" + i, "v".repeat(20)));

        LogEvent event = bounded(SMALL, LogEvent.builder().message("m").mdc(mdc));

        assertThat(event.mdc())
                .containsOnly(Map.entry("key0", "v".repeat(13) + "…"), Map.entry("key1", "v".repeat(13) + "…"));
        assertThat(event.cuts()).isEqualTo(Map.of("mdc", 1000L, "mdc[key0]", 20L, "mdc[key1]", 20L));
    }

    @Test
    void mdc_isFilteredBeforeItIsBounded() {
        Map<String, String> mdc = new LinkedHashMap<>();
        List.of("a", "token", "b", "user", "c").forEach(key -> mdc.put(key, key));
        CentralogConfig including =
                SMALL.with(Settings.MDC_INCLUDE, List.of("user", "token")).with(Settings.MDC_EXCLUDE, List.of("token"));
        CentralogConfig excluding = SMALL.with(Settings.MDC_EXCLUDE, List.of("token", "a", "b"));

        assertThat(bounded(including, LogEvent.builder().message("m").mdc(mdc)).mdc())
                .containsOnlyKeys("user");
        assertThat(bounded(excluding, LogEvent.builder().message("m").mdc(mdc)).mdc())
                .containsOnlyKeys("user", "c");
        assertThat(bounded(excluding, LogEvent.builder().message("m").mdc(mdc)).cuts())
                .isEmpty();
    }

    @Test
    void keyValues_markersAndNdc_areBounded() {
        EventMarker marker = new EventMarker("M", List.of(new EventMarker("N", List.of(new EventMarker("O")))));
        LogEvent event = bounded(
                SMALL,
                LogEvent.builder()
                        .message("m")
                        .markers(List.of(marker, marker))
                        .ndc(List.of("1", "2", "3"))
                        .keyValues(Collections.nCopies(4, new KeyValue("k", "v".repeat(20)))));

        assertThat(event.markers()).containsExactly(new EventMarker("M", List.of(new EventMarker("N"))));
        assertThat(event.ndc()).containsExactly("1", "2");
        assertThat(event.keyValues()).hasSize(3).contains(new KeyValue("k", "v".repeat(13) + "…"));
        assertThat(event.cuts())
                .containsEntry("keyValues", 4L)
                .containsEntry("ndc", 3L)
                .containsKey("markers");
    }

    @Test
    void cuts_areCapped() {
        LogEvent event = bounded(
                CentralogConfig.defaults().with(Settings.MAX_ARGUMENT_BYTES, 16L),
                LogEvent.builder().message("m").arguments(Collections.nCopies(60, "x".repeat(50))));

        assertThat(event.cuts()).hasSize(32);
        assertThat(event.arguments()).hasSize(60);
    }

    @Test
    void payload_ofAnAction_isWellFormedAndWithinBothBounds() {
        CentralogConfig config = CentralogConfig.defaults();
        assertThat(EventLimits.of(config).argument("a\ud83d")).isEqualTo("a\ufffd");
        assertThat(EventLimits.of(config).argument("x".repeat(2000))).hasSize(1022);
        assertThat(EventLimits.of(config.with(Settings.MAX_ARGUMENT_BYTES, 1L << 20))
                        .argument("x".repeat(1 << 20)))
                .hasSize(TotalsEncoder.MAX_PAYLOAD_BYTES - 2);
    }
}
