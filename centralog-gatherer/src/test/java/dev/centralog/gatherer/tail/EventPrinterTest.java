// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.ProcessInfo;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.sink.Windows;
import dev.centralog.gatherer.stored.StoredEvent;
import org.junit.jupiter.api.Test;

class EventPrinterTest {
    private static StoredEvent stored(LogEvent event, long repeats, String flag) {
        return new StoredEvent(
                Windows.SECOND,
                Windows.group(1),
                Windows.FIRST,
                ProcessCounts.ofUnknown(repeats),
                flag,
                new StoredEvent.InFull(1, true),
                event,
                new StoredEvent.Own(new ProcessInfo("shop", "", "", "", 0, ""), null));
    }

    @Test
    void text_onceWithoutColours_isOnePlainLine() {
        assertThat(new EventPrinter(false).text(stored(Windows.event("sold"), 1, "")))
                .isEqualTo("2026-01-31 23:59:58.250Z INFO  shop [main] com.example.Shop: sold\n");
    }

    @Test
    void text_repeatsAndLines_areShown() {
        assertThat(new EventPrinter(false).text(stored(Windows.event("sold\nout\u001b[2J"), 12, "")))
                .isEqualTo(
                        "2026-01-31 23:59:58.250Z INFO  shop [main] com.example.Shop: sold\n    out\\u001b[2J ×12\n");
    }

    @Test
    void text_hostileNames_stayOnTheLine() {
        LogEvent hostile = Windows.event("m").toBuilder()
                .logger("evil\nline\u001b]0;x\u0007")
                .build();

        assertThat(new EventPrinter(true).text(stored(hostile, 1, "")))
                .hasLineCount(1)
                .contains("evil\\nline\\u001b]0;x\\u0007");
    }

    @Test
    void text_coloured_resetsWhatItColours() {
        String text = new EventPrinter(true).text(stored(Windows.event("sold"), 3, ""));

        assertThat(text.split("\u001b\\[0m", -1)).hasSameSizeAs(text.split("\u001b\\[[1-9]", -1));
        assertThat(text).contains("\u001b[32mINFO");
    }

    @Test
    void text_flaggedRows_sayWhatTheyAre() {
        EventPrinter printer = new EventPrinter(false);

        assertThat(printer.text(stored(Windows.event("user 7 failed"), 5, "varying")))
                .contains("user 7 failed (one of several texts) ×5");
        assertThat(printer.text(stored(Windows.event(""), 5, "overflow"))).contains("groups beyond the limit) ×5");
        assertThat(printer.text(stored(Windows.event(""), 5, "noPayload"))).contains("did not arrive");
        assertThat(printer.text(stored(Windows.event(""), 5, "unreadable"))).contains("dead letters");
        assertThat(printer.text(stored(Windows.rich(), 1, "")))
                .contains("java.lang.IllegalArgumentException: bad", "Caused by: ", "Suppressed: ");
    }
}
