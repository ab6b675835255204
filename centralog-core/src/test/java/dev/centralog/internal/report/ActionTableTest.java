// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.internal.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chains stay short, whatever ids outsiders choose. */
class ActionTableTest {
    private static final int PAIRS = 50_000;
    private static final int LONGEST_CHAIN = 64;

    private final Counters counters = new Counters();
    private final ActionTable table =
            new ActionTable(CentralogConfig.defaults(), new MemoryBudget(1 << 30), counters, Clock.system());

    /** Of 16 pairs of letters, each Aa or BB: their hash codes are all the same. */
    private static String colliding(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    @AfterEach
    void assertChainsAreShort() {
        List<ActionEntry> entries = new ArrayList<>();
        for (ActionEntry entry = table.fresh(); entry != null; entry = table.fresh()) {
            entries.add(entry);
        }
        assertThat(entries).hasSize(PAIRS);
        assertThat(counters.dropped()).isEmpty();
        Set<ActionEntry> ends = new HashSet<>();
        for (ActionEntry entry : entries) {
            int length = 0;
            for (ActionEntry each = entry; each != null; each = each.next()) {
                length++;
                if (length > LONGEST_CHAIN) {
                    break;
                }
                if (each.next() == null) {
                    ends.add(each);
                }
            }
            assertThat(length).isLessThanOrEqualTo(LONGEST_CHAIN);
        }
        assertThat(ends).as("chains in use").hasSizeGreaterThan(PAIRS / 4);

        entries.forEach(table::unlink);
        assertThat(entries).allMatch(entry -> entry.chain() >= 0);
    }

    @Test
    void users_withTextsOfOneHash_areSpread() {
        assertThat(colliding(1).hashCode()).isEqualTo(colliding(50_001).hashCode());
        for (int call = 0; call < 2; call++) {
            for (int i = 0; i < PAIRS; i++) {
                table.count(0, colliding(i), 0, "logon");
            }
        }
        assertThat(counters.folded.sum()).isEqualTo(PAIRS);
    }

    @Test
    void actions_withTextsOfOneHash_areSpread() {
        for (int call = 0; call < 2; call++) {
            for (int i = 0; i < PAIRS; i++) {
                table.count(1, null, 0, colliding(i));
            }
        }
        assertThat(counters.folded.sum()).isEqualTo(PAIRS);
    }

    @Test
    void users_ofTenants_areSpread() {
        for (long tenant = 0; tenant < 250; tenant++) {
            for (long user = 0; user < 200; user++) {
                table.count(tenant << 32 | user, null, 1, null);
            }
        }
    }

    @Test
    void numbers_ofUsersAndActions_areSpread() {
        for (int user = 0; user < 250; user++) {
            for (int action = 0; action < 200; action++) {
                table.count(user, null, 31 * action, null);
            }
        }
    }
}
