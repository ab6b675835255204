// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.GroupBy;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests of the cost that the search for secrets may have for the calling thread. */
final class MaskCostTest {
    private static final String MAIL = "[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}";
    private static final CentralogConfig MAILS = CentralogConfig.defaults().with(Settings.MASK, MAIL);

    private final AtomicInteger failures = new AtomicInteger();

    @Test
    void longTextWithoutMatch_isHidden_notSearchedToTheEnd() {
        for (int length : new int[] {40_000, 80_000}) {
            LogEvent event = LogEvent.builder()
                    .template("received {}")
                    .message("received " + "a".repeat(length))
                    .arguments("a".repeat(length))
                    .build();

            LogEvent masked = limits(MAILS).apply(event);

            assertThat(masked.template()).isEqualTo("received {}");
            assertThat(masked.message()).startsWith("[mask failed]");
            assertThat(masked.arguments()).isEqualTo(List.of("[mask failed]"));
        }
        assertThat(failures).hasValue(2);
    }

    @Test
    void idsPayloadsAndGroups_areBoundedToo() {
        EventLimits limits = limits(MAILS.with(Settings.GROUP_BY, GroupBy.MESSAGE));
        String text = "a".repeat(80_000);

        assertThat(limits.id(text)).isEqualTo("[mask failed]");
        assertThat(limits.argument(text)).startsWith("[mask failed]");
        assertThat(limits.groupText("a".repeat(4096))).isEqualTo("[mask failed]");
        assertThat(failures).hasValue(3);
    }

    @Test
    void exponentialPattern_isHidden() {
        LogEvent event = LogEvent.builder().message("a".repeat(64)).build();

        LogEvent masked = limits(CentralogConfig.defaults().with(Settings.MASK, "(a|aa)+(b)\\2"))
                .apply(event);

        assertThat(masked.message()).isEqualTo("[mask failed]");
    }

    @Test
    void readsOfAnEvent_areBoundedInSum() {
        CountedText.Reads reads = new CountedText.Reads(10);
        CountedText text = new CountedText("abc", reads);
        for (int i = 0; i < 10; i++) {
            assertThat(text.charAt(i % 3)).isBetween('a', 'c');
        }

        assertThat(reads.isSpent()).isTrue();
        assertThat(MaskRule.READS).isEqualTo(2_000_000);
    }

    @Test
    void sameText_isSearchedOnce() {
        int run = 1200; // 1.44 million reads: allowed once, not twice
        LogEvent event = LogEvent.builder()
                .message("a".repeat(run))
                .template("a".repeat(run))
                .arguments("a".repeat(run), "a".repeat(run))
                .build();

        LogEvent masked = limits(MAILS).apply(event);

        assertThat(masked.message()).isEqualTo("a".repeat(run));
        assertThat(masked.template()).isEqualTo("a".repeat(run));
        assertThat(failures).hasValue(0);
    }

    @Test
    void textsThatLeaveNothing_areNotSearched() {
        Mask mask = MaskRule.of(Pattern.compile(MAIL)).forEvent();
        BoundedValues values = new BoundedValues(mask, 8);

        Object bounded = values.apply(List.of("abcdefgh", "a".repeat(80_000)));

        assertThat(String.valueOf(bounded)).doesNotContain("[mask failed]");
    }

    @Test
    void largeEventOfOrdinaryText_isSearchedWhole() {
        String text = "GET /orders/17?page=2 for joe@example.com took 12 ms at com.example.shop.OrderController ";
        LogEvent event = LogEvent.builder()
                .message(text.repeat(200))
                .template(text.repeat(199))
                .arguments(text.repeat(20), text.repeat(21), text.repeat(22))
                .build();

        LogEvent masked = limits(MAILS).apply(event);

        assertThat(masked.toString())
                .doesNotContain("joe@")
                .doesNotContain("[mask failed]")
                .contains("for *** took");
    }

    private EventLimits limits(CentralogConfig config) {
        return EventLimits.of(config, failures::incrementAndGet);
    }
}
