// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import dev.centralog.gather.GatheredAction.Flag;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionWireTest {
    private static final Instant START = Instant.parse("2026-01-31T23:50:00Z");
    private static final ActionTotals TOTALS = new ActionTotals(
            2,
            new BigDecimal("12.5"),
            new BigDecimal("-1"),
            new BigDecimal("13.5"),
            1,
            new Payload(START, "a\n\"b\""),
            new Payload(START.plusNanos(1), "c"),
            List.of("a\n\"b\"", "c"));

    private static GatheredAction action(String user, String action, ActionTotals totals, Flag flag) {
        return new GatheredAction(START, Duration.ofMinutes(10), user, action, "c0ffee:0:1", 7, totals, flag, null);
    }

    @Test
    void readAside_whatWasPutAside_isTheSameRow() {
        List<String> ids =
                List.of("", "b", "bo", "1:b", "600/1:b", " ", "a\nb", "\ud83d\ude00", "~~overflow", "x".repeat(256));
        Set<String> names = new HashSet<>();
        for (String user : ids) {
            for (String action : ids) {
                GatheredAction gathered = action(user, action, TOTALS, Flag.NONE);
                UnreadablePayload aside = ActionWire.putAside(gathered, "why");

                assertThat(names.add(aside.groupId())).isTrue();
                assertThat(aside.reason()).isEqualTo("why");
                assertThat(ActionWire.readAside(aside))
                        .usingRecursiveComparison()
                        .ignoringFields("count")
                        .isEqualTo(gathered);
                assertThat(ActionWire.readAside(aside).count()).isZero();
            }
        }
    }

    @Test
    void storedIds_ofReservedAndLongOnes_areAsTheirRowsHaveThem() {
        assertThat(ActionWire.storedUser("bob ")).isEqualTo("bob ");
        assertThat(ActionWire.storedUser("~overflow")).isEqualTo("~~overflow");
        assertThat(ActionWire.storedUser("~~overflow")).isEqualTo("~~~overflow");
        assertThat(ActionWire.storedUser("~overflows")).isEqualTo("~overflows");
        assertThat(ActionWire.storedAction("~overflow")).isEqualTo("~overflow");
        assertThat(ActionWire.storedUser("a\0b")).isEqualTo("a\u2400b");
        String stored = ActionWire.storedUser("x".repeat(300));
        assertThat(stored).startsWith("xxx").hasSizeLessThan(256).isEqualTo(ActionWire.storedAction("x".repeat(300)));
        assertThat(ActionWire.storedUser("x".repeat(301))).isNotEqualTo(stored);
    }

    @Test
    void readAside_overflow_isFlaggedAgain() {
        GatheredAction overflow =
                action(GatheredAction.OVERFLOW, GatheredAction.OVERFLOW, ActionTotals.NONE, Flag.OVERFLOW);

        assertThat(ActionWire.readAside(ActionWire.putAside(overflow, "why")).flag())
                .isEqualTo(Flag.OVERFLOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "600",
                "600/",
                "600/x:bob",
                "600/4:bob",
                "0600/3:bob",
                "600/03:bob",
                "-1/3:bob",
                "1e9/3:bob",
                "9999999999/3:bob",
                "600/1:\ud83d\ude00"
            })
    void readAside_nameOfNoRow_isUnreadable(String groupId) {
        UnreadablePayload aside = new UnreadablePayload(START, groupId, "c0ffee:0:1", ActionWire.encode(TOTALS), "why");

        assertThatThrownBy(() -> ActionWire.readAside(aside)).isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void readAside_garbage_isUnreadable() {
        UnreadablePayload aside = new UnreadablePayload(START, "600/3:bobbuy", "c0ffee:0:1", new byte[] {'{'}, "why");

        assertThatThrownBy(() -> ActionWire.readAside(aside)).isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void samples_areReadAsTheyWere() {
        assertThat(ActionWire.samples(TOTALS)).isEqualTo("[\"a\\n\\\"b\\\"\",\"c\"]");
        assertThat(ActionWire.readSamples(ActionWire.samples(TOTALS))).isEqualTo(TOTALS.samples());
        assertThat(ActionWire.samples(ActionTotals.NONE)).isNull();
        assertThat(ActionWire.readSamples(null)).isEmpty();
        assertThatThrownBy(() -> ActionWire.readSamples("[1]")).isInstanceOf(UnreadableEventException.class);
        assertThatThrownBy(() -> ActionWire.readSamples("{}")).isInstanceOf(UnreadableEventException.class);
    }
}
