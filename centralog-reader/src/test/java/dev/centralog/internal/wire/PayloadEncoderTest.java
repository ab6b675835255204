// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.EventMarker;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.Settings;
import dev.centralog.ThreadRef;
import dev.centralog.internal.decode.EventDecoder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PayloadEncoderTest {
    private static LogEvent huge(String unit) {
        String text = unit.repeat(1 << 15);
        Map<String, String> mdc = new LinkedHashMap<>();
        IntStream.range(0, 1000).forEach(i -> mdc.put(text.substring(0, 2000) + i, text));
        Exception deep = new Exception(text);
        StackTraceElement[] frames = Collections.nCopies(
                        10_000, new StackTraceElement(text.substring(0, 5000), text.substring(0, 2000), text, 1))
                .toArray(new StackTraceElement[0]);
        deep.setStackTrace(frames);
        return LogEvent.builder()
                .level(new Level(text, 3))
                .logger(text)
                .thread(new ThreadRef(text, 1, 1))
                .message(text)
                .template(text + "t")
                .arguments(Collections.nCopies(100, text))
                .mdc(mdc)
                .ndc(Collections.nCopies(100, text))
                .keyValues(Collections.nCopies(100, new KeyValue(text, text)))
                .markers(Collections.nCopies(100, new EventMarker(text)))
                .origin(new Origin(text, text, text, Long.MIN_VALUE))
                .sequence(Long.MIN_VALUE)
                .thrown(new Exception(text, deep))
                .build();
    }

    @Test
    void payload_ofTheLargestEvent_fitsTheSmallestBound() {
        for (String unit : List.of("x", "\0", "😀", "\uD83D", "\\")) {
            for (long max : new long[] {1 << 10, 4 << 10, 64 << 10}) {
                CentralogConfig config = CentralogConfig.defaults().with(Settings.MAX_EVENT_BYTES, max);

                byte[] payload = PayloadEncoder.encode(huge(unit), EventLimits.of(config), true);

                LogEvent read = EventDecoder.decode(payload);
                assertThat(EventDecoder.read(payload).varying()).isTrue();
                assertThat(payload.length).isLessThanOrEqualTo((int) max);
                assertThat(read.cuts()).containsKey("event");
                assertThat(read.cuts().get("event")).isGreaterThan(max);
                assertThat(read.sequence()).isEqualTo(Long.MIN_VALUE);
                assertThat(read.level().severity()).isEqualTo(3);
            }
        }
    }

    @Test
    void payload_withTheLargestSettings_stillFits() {
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.MAX_MESSAGE_BYTES, 1L << 20)
                .with(Settings.MAX_FRAMES, 100_000)
                .with(Settings.MAX_EVENT_BYTES, 8L << 10);

        byte[] payload = PayloadEncoder.encode(
                LogEvent.builder().message("m".repeat(3 << 20)).build(), EventLimits.of(config));

        LogEvent read = EventDecoder.decode(payload);
        assertThat(payload.length).isBetween(2 << 10, 8 << 10);
        assertThat(read.message()).hasSizeGreaterThan(2000);
        assertThat(read.cuts()).containsEntry("message", 3L << 20).containsKey("event");
    }

    @Test
    void payload_ofAnOrdinaryEvent_isTheWholeEvent() {
        LogEvent event = LogEvent.builder().message("m").arguments(1, "a").build();

        byte[] payload = PayloadEncoder.encode(event, EventLimits.of(CentralogConfig.defaults()));

        assertThat(payload).isEqualTo(EventEncoder.encode(event));
    }
}
