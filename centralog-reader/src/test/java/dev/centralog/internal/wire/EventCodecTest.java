// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.centralog.EventSection;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ThreadRef;
import dev.centralog.Thrown;
import dev.centralog.gather.EventWire;
import dev.centralog.internal.decode.EventDecoder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EventCodecTest {
    private static LogEvent.Builder small() {
        return LogEvent.builder()
                .time(Instant.ofEpochSecond(1, 2))
                .thread(ThreadRef.UNKNOWN)
                .origin(Origin.UNKNOWN);
    }

    private static String json(LogEvent event) {
        return new String(EventEncoder.encode(event), UTF_8);
    }

    private static @Nullable Object throughTheWire(@Nullable Object argument) {
        LogEvent event = small().arguments(argument, "last").build();
        return EventDecoder.decode(EventEncoder.encode(event)).arguments().get(0);
    }

    @Test
    void event_ofEveryKind_comesBackEqual() {
        for (long seed = 1; seed <= 3000; seed++) {
            LogEvent event = new RandomEvents(seed).next();

            byte[] bytes = EventEncoder.encode(event);

            assertThat(EventDecoder.decode(bytes)).as("seed %d", seed).isEqualTo(event);
        }
    }

    private static String sampleJson(LogEvent sample) {
        return new String(EventEncoder.encodeSample(sample, false, false), UTF_8);
    }

    @Test
    void sample_ofEveryKind_bringsItsMessage() {
        for (long seed = 1; seed <= 3000; seed++) {
            LogEvent event = new RandomEvents(seed).next();
            LogEvent rendered = event.toBuilder().message(null).build();
            for (LogEvent sample : List.of(event, rendered)) {
                byte[] bytes = EventEncoder.encodeSample(sample, false, false);

                assertThat(EventDecoder.decodeSample(bytes, event, event.origin(), event.sequence())
                                .message())
                        .as("seed %d", seed)
                        .isEqualTo(sample.message());
            }
        }
    }

    @Test
    void message_thatItsTemplateGives_isNotInTheSample() {
        LogEvent.Builder order = small().template("order {} of {}");
        assertThat(sampleJson(order.arguments("4711", 7L).build())).doesNotContain("message");
        assertThat(sampleJson(order.arguments("4711", null).build())).doesNotContain("message");
        assertThat(sampleJson(small().template("started").build())).doesNotContain("message");

        assertThat(sampleJson(order.arguments("4711", 7)
                        .message("order 4711 of seven")
                        .build()))
                .contains("\"message\":\"order 4711 of seven\"");
        assertThat(sampleJson(order.arguments("4711", 0.1).message(null).build()))
                .contains("\"message\":\"order 4711 of 0.1\"");
        assertThat(sampleJson(
                        small().template("{}{}").arguments("\uD83D", "\uDE00").build()))
                .contains("\"message\":\"\uD83D\uDE00\"");
    }

    @Test
    void event_withNothingOptional_writesNothingOptional() {
        assertThat(json(small().message("m").build()))
                .isEqualTo("{\"v\":1,\"t\":1,\"n\":2,\"level\":\"INFO\",\"message\":\"m\"}");
    }

    @Test
    void template_whereItDiffersOrIsNull_isToldFromNotThere() {
        LogEvent withoutTemplate = event(null, "m");
        LogEvent withoutMessage = event("t", null);

        assertThat(json(withoutTemplate)).contains("\"message\":\"m\",\"template\":null");
        assertThat(EventDecoder.decode(EventEncoder.encode(withoutTemplate))).isEqualTo(withoutTemplate);
        assertThat(EventDecoder.decode(EventEncoder.encode(withoutMessage))).isEqualTo(withoutMessage);
    }

    private static LogEvent event(@Nullable String template, @Nullable String message) {
        return new LogEvent(
                Instant.EPOCH,
                Level.INFO,
                null,
                ThreadRef.UNKNOWN,
                template,
                List.of(),
                message,
                null,
                null,
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                Origin.UNKNOWN,
                0,
                Map.of());
    }

    @Test
    void numbers_comeBackAsTheSmallestTypeThatHoldsThem() {
        assertThat(throughTheWire((short) 7)).isEqualTo(7);
        assertThat(throughTheWire(7L)).isEqualTo(7);
        assertThat(throughTheWire(Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
        assertThat(throughTheWire(1L << 31)).isEqualTo(1L << 31);
        assertThat(throughTheWire(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(throughTheWire(new BigInteger("9223372036854775808")))
                .isEqualTo(new BigInteger("9223372036854775808"));
        assertThat(throughTheWire(1.1f)).isEqualTo(1.1);
        assertThat(throughTheWire(-0.0)).isEqualTo(-0.0);
        assertThat(throughTheWire(Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
        assertThat(throughTheWire(new BigDecimal("1.5"))).isEqualTo(1.5);
        assertThat(throughTheWire(new BigDecimal("1.50"))).isEqualTo(new BigDecimal("1.50"));
        assertThat(throughTheWire(new BigDecimal("1E+3"))).isEqualTo(new BigDecimal("1E+3"));
        assertThat(throughTheWire(BigInteger.TWO.pow(1_000_000))).isEqualTo("[number of 1000001 bits]");
    }

    @Test
    void loneSurrogate_anywhere_becomesTheReplacementCharacter() {
        LogEvent event = small().message("a\uD83Db\uDE00\uD83D")
                .logger("\uDE00")
                .mdc(Map.of("k\uD83D", "\uD83D"))
                .arguments(Map.of("\uD83D", List.of("\uD83D\uDE00\uD83D")))
                .ndc(List.of("\uDFFF"))
                .build();

        LogEvent decoded = EventDecoder.decode(EventEncoder.encode(event));

        assertThat(decoded.message()).isEqualTo("a\uFFFDb\uFFFD\uFFFD");
        assertThat(decoded.logger()).isEqualTo("\uFFFD");
        assertThat(decoded.mdc()).containsExactly(Map.entry("k\uFFFD", "\uFFFD"));
        assertThat(decoded.arguments()).containsExactly(Map.of("\uFFFD", List.of("\uD83D\uDE00\uFFFD")));
        assertThat(decoded.ndc()).containsExactly("\uFFFD");
    }

    @Test
    void pairsOfSurrogates_whereverTheyLie_areFourBytesEach() {
        for (int before = 0; before < 3; before++) {
            String message = "x".repeat(before) + "😀".repeat(20_000);

            byte[] bytes = EventEncoder.encode(small().message(message).build());

            assertThat(bytes).hasSizeBetween(80_000, 80_100);
            assertThat(EventDecoder.decode(bytes).message()).isEqualTo(message);
        }
    }

    @Test
    void sections_areTheJsonOfTheWhole_andComeBack() {
        Map<EventSection, String> fields = Map.of(
                EventSection.ARGUMENTS, "args",
                EventSection.THROWN, "thrown",
                EventSection.MARKERS, "markers",
                EventSection.MDC, "mdc",
                EventSection.NDC, "ndc",
                EventSection.KEY_VALUES, "kv",
                EventSection.CUTS, "cuts");
        for (long seed = 1; seed <= 500; seed++) {
            LogEvent event = new RandomEvents(seed).next();
            String whole = json(event);
            LogEvent.Builder rebuilt = small();

            for (EventSection section : EventSection.values()) {
                String text = EventWire.section(section, event);
                EventWire.readSection(section, text, rebuilt);
                if (text != null) {
                    assertThat(whole).contains("\"" + fields.get(section) + "\":" + text);
                }
            }

            LogEvent sections = rebuilt.build();
            assertThat(List.of(sections.markers(), sections.mdc(), sections.ndc(), sections.cuts()))
                    .as("seed %d", seed)
                    .isEqualTo(List.of(event.markers(), event.mdc(), event.ndc(), event.cuts()));
            assertThat(sections.thrown()).as("seed %d", seed).isEqualTo(event.thrown());
            assertThat(sections.arguments()).as("seed %d", seed).isEqualTo(event.arguments());
            assertThat(sections.keyValues()).as("seed %d", seed).isEqualTo(event.keyValues());
        }
    }

    @Test
    void section_ofAnEventWithoutIt_isNullAndReadsAsNothing() {
        LogEvent event = small().message("m").build();

        for (EventSection section : EventSection.values()) {
            assertThat(EventWire.section(section, event)).isNull();
            EventWire.readSection(section, null, small());
        }
    }

    @Test
    void cause_thatSharesItsCallers_countsThem() {
        StackTraceElement[] callers = new StackTraceElement[60];
        Arrays.setAll(
                callers, i -> new StackTraceElement("com.example.Handler" + i, "handle", "Handler" + i + ".java", i));
        Exception cause = new Exception("cause");
        cause.setStackTrace(callers);
        Exception outer = new Exception("outer", cause);
        outer.setStackTrace(callers);
        LogEvent alone = small().thrown(Thrown.of(cause)).build();
        LogEvent both = small().thrown(Thrown.of(outer)).build();

        assertThat(json(both))
                .contains("\"cause\":{\"class\":\"java.lang.Exception\",\"message\":\"cause\",\"common\":60}");
        assertThat(json(both).length()).isLessThan(json(alone).length() + 100);
        assertThat(EventDecoder.decode(EventEncoder.encode(both))).isEqualTo(both);
    }

    @Test
    void event_nestedTooDeeply_isRefusedBeforeItIsWritten() {
        Object nested = "x";
        for (int i = 0; i < 10_000; i++) {
            nested = List.of(nested);
        }
        LogEvent event = new LogEvent(
                Instant.EPOCH,
                Level.INFO,
                null,
                ThreadRef.UNKNOWN,
                null,
                List.of(nested),
                null,
                null,
                null,
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                Origin.UNKNOWN,
                0,
                Map.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventEncoder.encode(event))
                .withMessageContaining("can't be encoded");
    }

    @Test
    void decoding_fromManyThreads_agrees() {
        LogEvent event = new RandomEvents(7).next();
        byte[] bytes = EventEncoder.encode(event);

        long same = IntStream.range(0, 2000)
                .parallel()
                .filter(i -> EventDecoder.decode(bytes).equals(event))
                .count();

        assertThat(same).isEqualTo(2000);
    }
}
