// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.Hostile;
import java.math.BigDecimal;

/**
 * The calls by which tests of both frameworks count actions: ten users in turn, ten purchases of 19.90, ten views, and
 * so on. Has no state.
 */
public final class MarkedCalls {
    /** The number of calls that {@link #make} makes. */
    public static final int CALLS = 1000;

    private static final int USERS = 10;
    private static final String PURCHASE = "purchase";
    private static final String VIEW = "view";

    private MarkedCalls() {}

    /** A way to count an action. */
    public interface Call {
        /**
         * Counts an action.
         *
         * @param hasValue whether the action has the value {@code 19.90}
         */
        void make(int user, String action, boolean hasValue);
    }

    /** Makes all the calls, one after another. */
    public static void make(Call call) {
        for (int i = 0; i < CALLS; i++) {
            boolean isPurchase = i / USERS % 2 == 0;
            call.make(i % USERS, isPurchase ? PURCHASE : VIEW, isPurchase);
        }
    }

    /** Asserts that all the calls were counted, and nothing else. */
    public static void assertExact(ActionTally tally) {
        assertThat(tally.count()).isEqualTo(CALLS);
        assertThat(tally.users()).hasSize(USERS);
        for (int user = 0; user < USERS; user++) {
            ActionTally purchases = tally.of(Integer.toString(user), PURCHASE);
            assertThat(purchases.count()).isEqualTo(50);
            assertThat(purchases.values()).isEqualTo(50);
            assertThat(purchases.sum()).isEqualByComparingTo("995");
            ActionTally views = tally.of(Integer.toString(user), VIEW);
            assertThat(views.count()).isEqualTo(50);
            assertThat(views.values()).isZero();
        }
    }

    /**
     * Asserts that all these calls and three more are counted: the action {@code odd} of a {@link Hostile.Throwing},
     * and Ada's action {@code pay}, once with such a value and once with a {@link Hostile.Overflowing} as payload.
     */
    public static void assertHostileHarmedThemselvesAlone(ActionTally tally) {
        String failed =
                "[" + Hostile.Throwing.class.getName() + ": toString() failed: java.lang.IllegalStateException]";
        assertThat(tally.of(failed, "odd").count()).isEqualTo(1);
        ActionTally paid = tally.of("Ada", "pay");
        assertThat(paid.count()).isEqualTo(2);
        assertThat(paid.values()).isZero();
        assertThat(paid.sum()).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(paid.rejected()).isEqualTo(1);
        assertThat(paid.samples()).singleElement().asString().contains("StackOverflowError");
        assertExact(new ActionTally(tally.rows().stream()
                .filter(row -> row.action().equals(PURCHASE) || row.action().equals(VIEW))
                .toList()));
    }
}
