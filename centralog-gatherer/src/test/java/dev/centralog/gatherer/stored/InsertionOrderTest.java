// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.stored.InsertionOrder.Gap;
import java.util.List;
import org.junit.jupiter.api.Test;

class InsertionOrderTest {
    private final InsertionOrder order = new InsertionOrder(10, /* roundsToKeepGaps= */ 2);

    @Test
    void seen_nextIds_leaveNoGap() {
        order.seen(List.of(11L, 12L));

        assertThat(order.highest()).isEqualTo(12);
        assertThat(order.gaps()).isEmpty();
    }

    @Test
    void seen_higherIds_leaveGapsThatFill() {
        order.seen(List.of(13L, 20L));

        assertThat(order.gaps()).containsExactly(new Gap(11, 12, 3), new Gap(14, 19, 3));

        order.seen(List.of(12L, 15L, 16L, 21L));

        assertThat(order.highest()).isEqualTo(21);
        assertThat(order.gaps()).containsExactly(new Gap(11, 11, 3), new Gap(14, 14, 3), new Gap(17, 19, 3));
    }

    @Test
    void seen_gapTooOld_isGivenUp() {
        order.seen(List.of(12L));
        order.seen(List.of());
        order.seen(List.of());
        assertThat(order.gaps()).hasSize(1);

        order.seen(List.of());

        assertThat(order.gaps()).isEmpty();
    }

    @Test
    void seen_endlessGaps_areBounded() {
        for (long id = 12; id < 10_000; id += 2) {
            order.seen(List.of(id));
        }

        assertThat(order.gaps()).hasSizeLessThan(301);
    }
}
