// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gatherer.stored.SeenDeliveries.Range;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenDeliveriesTest {
    private static final SeenDeliveries NONE = new SeenDeliveries(0, List.of());
    private static final int MOST = 60;

    private static SeenDeliveries of(Set<Long> ids, Random random) {
        List<Long> inSomeOrder = new ArrayList<>(ids);
        Collections.shuffle(inSomeOrder, random);
        SeenDeliveries seen = NONE;
        for (long id : inSomeOrder) {
            seen = seen.and(id);
        }
        return seen;
    }

    private static Set<Long> some(Random random) {
        Set<Long> ids = new HashSet<>();
        int count = random.nextInt(MOST);
        for (int i = 0; i < count; i++) {
            ids.add(1L + random.nextInt(MOST));
        }
        return ids;
    }

    private static Set<Long> ids(SeenDeliveries seen) {
        Set<Long> ids = new HashSet<>();
        for (long id = 1; id <= 2 * MOST; id++) {
            if (seen.contains(id)) {
                ids.add(id);
            }
        }
        return ids;
    }

    @Test
    void seen_anyIdsInAnyOrder_isASetOfThem() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            Set<Long> some = some(random);
            Set<Long> others = some(random);
            Set<Long> all = new HashSet<>(some);
            all.addAll(others);
            SeenDeliveries seen = of(some, random);
            SeenDeliveries other = of(others, random);

            assertThat(ids(seen)).isEqualTo(some);
            assertThat(ids(seen.and(other))).isEqualTo(all);
            assertThat(seen.and(other)).isEqualTo(other.and(seen)).isEqualTo(of(all, random));
            assertThat(seen.containsAll(other)).isEqualTo(some.containsAll(others));
            assertThat(SeenDeliveries.read(seen.text())).isEqualTo(seen);
            long upTo = random.nextInt(MOST);
            assertThat(ids(seen.allUpTo(upTo)).stream()
                            .filter(each -> each > upTo)
                            .sorted())
                    .isEqualTo(
                            some.stream().filter(each -> each > upTo).sorted().toList());
            assertThat(ids(seen.allUpTo(upTo)).stream().filter(each -> each <= upTo))
                    .hasSize((int) upTo);
        }
    }

    @Test
    void text_ofManyGaps_isShortAndKeepsTheHighest() {
        SeenDeliveries seen = NONE;
        for (long id = 1_000_000_000_000L; seen.missing().size() < 299; id += 1_000_000) {
            seen = seen.and(id);
        }

        SeenDeliveries read = SeenDeliveries.read(seen.text());

        assertThat(seen.text()).hasSizeLessThan(1_000).matches("[0-9a-z_-]+");
        assertThat(read.highest()).isEqualTo(seen.highest());
        assertThat(read.missing()).isNotEmpty();
        assertThat(seen.missing()).endsWith(read.missing().toArray(Range[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "x_",
                "10_",
                "10_zz",
                "A",
                "10_1_2_1",
                "10_2-5",
                "10_0",
                "zzzzzzzzzzzzzz",
                "1\n2",
                "10_1-",
                "١"
            })
    void read_whatNoTextIs_isRefused(String text) {
        assertThatThrownBy(() -> SeenDeliveries.read(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
