// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests of the numbers' meanings, and of recognising stored events. */
class NumberingTest {
    private static final Numbering MIXED = new Numbering("shop", "r1", 7, 20, 30, 1);

    @Test
    void kinds_ofHundred_areThePercentages() {
        Map<Numbering.Kind, Integer> kinds = new HashMap<>();
        for (long number = 500; number < 600; number++) {
            kinds.merge(MIXED.kind(number), 1, Integer::sum);
        }

        assertThat(kinds)
                .containsEntry(Numbering.Kind.ACTION, 30)
                .containsEntry(Numbering.Kind.DISTINCT, 20)
                .containsEntry(Numbering.Kind.REPEAT, 50);
    }

    @Test
    void repeats_takeTheGroupsInTurn() {
        int next = 0;
        for (long number = 0; number < 1000; number++) {
            if (MIXED.kind(number) == Numbering.Kind.REPEAT) {
                assertThat(MIXED.group(number)).isEqualTo(next++ % 7);
            }
        }
    }

    @Test
    void users_allActEverything() {
        Set<String> pairs = new HashSet<>();
        for (long number = 0; number < 1000; number++) {
            if (MIXED.kind(number) == Numbering.Kind.ACTION) {
                pairs.add(MIXED.name(number));
            }
        }

        assertThat(pairs).hasSize(7 * 3);
    }

    @Test
    void storedEvent_ofItsCall_hasItsName() {
        for (long number = 0; number < 200; number++) {
            if (MIXED.kind(number) == Numbering.Kind.DISTINCT) {
                String text = MIXED.distinctMessage(number);
                assertThat(MIXED.nameOf(text, text)).contains(MIXED.name(number));
            } else if (MIXED.kind(number) == Numbering.Kind.REPEAT) {
                int group = MIXED.group(number);
                assertThat(MIXED.nameOf(
                                Numbering.template(group),
                                "step " + group + ": order " + number + " of customer 1 took 2 ms"))
                        .contains(MIXED.name(number));
            }
        }
    }

    @Test
    void storedEvent_withAnotherGroupsEvent_hasNone() {
        long number = 150;
        String own = "step " + MIXED.group(number) + ": order " + number + " of customer 1 took 2 ms";

        assertThat(MIXED.nameOf(Numbering.template(MIXED.group(number) + 1), own))
                .isEmpty();
        assertThat(MIXED.nameOf(Numbering.template(MIXED.group(number)), own.replace("order 150", "order 151")))
                .isEmpty();
        assertThat(MIXED.nameOf("event 1 of r1", "event 2 of r1")).isEmpty();
        assertThat(MIXED.nameOf("hello", "hello")).isEmpty();
    }
}
