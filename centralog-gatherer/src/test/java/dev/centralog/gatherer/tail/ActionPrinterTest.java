// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.ActionTotals;
import dev.centralog.gatherer.sink.Slices;
import dev.centralog.gatherer.stored.StoredAction;
import dev.centralog.gatherer.stored.TopAction;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionPrinterTest {
    private final ActionPrinter printer = new ActionPrinter(false);

    private static StoredAction stored(String user, ActionTotals totals, String flag) {
        return new StoredAction(Slices.START, Slices.LENGTH, user, "buy", 12, totals, flag);
    }

    @Test
    void text_plainCount_isOneLine() {
        assertThat(printer.text(stored("bob", ActionTotals.NONE, "")))
                .isEqualTo("2026-01-31 23:50:00Z +10m  bob  buy  ×12\n");
    }

    @Test
    void text_totals_areShownWithoutExponents() {
        ActionTotals totals = new ActionTotals(
                3,
                new BigDecimal("1E+3"),
                new BigDecimal("-0.000000001"),
                new BigDecimal("990"),
                2,
                null,
                null,
                List.of("red shoes", "a \"b\""));

        assertThat(printer.text(stored("bob", totals, "")))
                .isEqualTo("2026-01-31 23:50:00Z +10m  bob  buy  ×12  sum 1000 min -0.000000001 max 990"
                        + "  values rejected 2  \"red shoes\", \"a \"b\"\"\n");
    }

    @Test
    void text_hostileIdsAndSamples_stayOnTheLine() {
        ActionTotals totals = Slices.payloads(1, 2, "x\u001b[2J\ny");

        assertThat(new ActionPrinter(true).text(stored("evil\r\n\u001b]0;x\u0007", totals, "")))
                .hasLineCount(1)
                .contains("evil\\r\\n\\u001b]0;x\\u0007", "x\\u001b[2J\\ny");
    }

    @Test
    void text_flagged_saysWhy() {
        assertThat(printer.text(stored("~overflow", ActionTotals.NONE, "overflow")))
                .contains("×12  (users and actions beyond the limit)");
        assertThat(printer.text(stored("bob", ActionTotals.NONE, "rejected")))
                .contains("×12  (counted; its totals are among the dead letters: rejected)");
    }

    @Test
    void openText_isMarked() {
        assertThat(printer.openText(stored("bob", ActionTotals.NONE, "")))
                .isEqualTo("2026-01-31 23:50:00Z +10m (open)  bob  buy  ×12\n");
    }

    @Test
    void text_top_showsFromWhenToWhen() {
        assertThat(printer.text(new TopAction("bob", "buy", 9, Slices.START, Slices.START.plus(Slices.LENGTH))))
                .isEqualTo("2026-01-31 23:50:00Z … 2026-02-01 00:00:00Z  bob  buy  ×9\n");
        assertThat(printer.text(new TopAction("bob", "buy", 9, Slices.START, Slices.START)))
                .isEqualTo("2026-01-31 23:50:00Z  bob  buy  ×9\n");
    }

    @ParameterizedTest
    @CsvSource({"1, +1s", "90, +90s", "600, +10m", "3600, +1h", "86400, +1d"})
    void text_lengths_haveTheLargestUnitThatFits(long seconds, String text) {
        StoredAction action =
                new StoredAction(Slices.START, Duration.ofSeconds(seconds), "bob", "buy", 12, ActionTotals.NONE, "");

        assertThat(printer.text(action)).contains("Z " + text + "  bob");
    }
}
