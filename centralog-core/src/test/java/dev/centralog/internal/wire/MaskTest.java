// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.KeyValue;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class MaskTest {
    private static final String SECRET = "4111-2222-3333-4444";
    private static final MaskRule CARDS = MaskRule.of(Pattern.compile("\\d{4}-\\d{4}-\\d{4}-\\d{4}|4\\d{15}"));

    @Test
    void mask_appliesWhereverUsersWrite() {
        CentralogConfig config = CentralogConfig.defaults().with(Settings.MASK, "\\d{4}-\\d{4}-\\d{4}-\\d{4}|4\\d{15}");
        RuntimeException odd = new RuntimeException("a " + SECRET) {
            private static final long serialVersionUID = 1;

            @Override
            @SuppressWarnings("OverrideThrowableToString") // as users' classes do
            public String toString() {
                return "odd " + SECRET;
            }
        };
        LogEvent event = LogEvent.builder()
                .message("m " + SECRET)
                .template("t " + SECRET)
                .arguments(SECRET, List.of(SECRET, Map.of("k" + SECRET, SECRET)), 4111222233334444L)
                .mdc(Map.of("card", SECRET))
                .ndc(List.of(SECRET))
                .keyValues(List.of(new KeyValue("card", SECRET)))
                .thrown(new Exception("b " + SECRET, odd))
                .build();

        LogEvent masked = EventLimits.of(config).apply(event);

        String json = new String(EventEncoder.encode(masked), UTF_8);
        assertThat(json).doesNotContain("4111").doesNotContain("4444");
        assertThat(masked.message()).isEqualTo("m ***");
        assertThat(masked.arguments()).isEqualTo(List.of("***", List.of("***", Map.of("k***", "***")), "***"));
        assertThat(masked.cuts()).isEmpty();
        assertThat(json).contains("\"odd ***\"").contains("\"a ***\"").contains("\"b ***\"");
    }

    @Test
    void secret_acrossAnyCut_leavesNoHalf() {
        Random random = new Random(1);
        int bound = 64;
        for (int at = 0; at < 25_000; at += 1 + random.nextInt(29)) {
            String text = "x".repeat(at) + SECRET + "y".repeat(random.nextInt(20_000));

            assertThat(CARDS.forEvent().apply(text, bound).text())
                    .as("at %d", at)
                    .doesNotContain("4111")
                    .doesNotContain("-");
        }
    }

    @Test
    void manySecrets_thatShrinkTheText_leaveNoHalf() {
        for (int length = 20_000; length < 20_020; length++) {
            String text = (SECRET + ",").repeat(2000).substring(0, length);

            Mask.Masked masked = CARDS.forEvent().apply(text, 1 << 20);
            Mask.Masked cut = CARDS.forEvent().apply(text.repeat(2), 1000);

            assertThat(masked.text()).startsWith("***,***,");
            assertThat(cut.cut()).isTrue();
            assertThat(cut.text())
                    .hasSizeLessThanOrEqualTo(1000)
                    .doesNotContainPattern("\\d")
                    .endsWith("…");
        }
    }

    @Test
    void secretLongerThanItsBound_leavesNoHalf() {
        MaskRule keys = MaskRule.of(Pattern.compile("(?s)BEGIN.*?END"));
        for (int at = 0; at < 200; at++) {
            String text = "x".repeat(at) + "BEGIN" + "k".repeat(15_000) + "END" + "y".repeat(30_000);

            assertThat(keys.forEvent().apply(text, 16).text())
                    .doesNotContain("B")
                    .doesNotContain("k");
        }
    }

    @Test
    void emptyMatches_changeNothing() {
        assertThat(MaskRule.of(Pattern.compile("q*"))
                        .forEvent()
                        .apply("text", 100)
                        .text())
                .isEqualTo("text");
        assertThat(MaskRule.NONE.forEvent().apply("text", 100).text()).isEqualTo("text");
    }

    @Test
    void pattern_thatOverflowsTheStack_hidesAll() {
        Mask recursive = MaskRule.of(Pattern.compile("(a|b|c)*d")).forEvent();

        assertThat(recursive.apply("abc".repeat(100_000), 1 << 20).text()).isEqualTo("[mask failed]");
    }
}
