// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.claim.ClaimSteps.Claim;
import dev.centralog.internal.claim.ClaimSteps.Listener;
import dev.centralog.internal.claim.ClaimSteps.Request;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.ClaimStore;
import dev.centralog.internal.redis.read.RedisGatherStore.Lease;
import dev.centralog.internal.redis.read.RedisGatherStore.Open;
import dev.centralog.internal.redis.read.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.wire.Window;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of the questions that a reader asks Redis, and of their order. */
class ClaimStepsTest {
    private static final long NOW = 1_800_000_000;
    private static final String REDIS_ID = "0123456789abcdef";
    private static final WindowTimes TIMES = new WindowTimes() {
        @Override
        public long graceSeconds(Window window) {
            return 1;
        }

        @Override
        public long lateHoldMillis(Window window) {
            return 3000;
        }
    };

    private final FakeStore store = new FakeStore();
    private final List<String> told = new ArrayList<>();
    private final Listener listener = new Listener() {
        @Override
        public void onNothingTaken(StreamSnapshot snapshot) {
            told.add("nothing");
        }

        @Override
        public void onTaken(SealedId id) {
            told.add("taken " + id);
        }

        @Override
        public void onLost(SealedId id) {
            told.add("lost " + id);
        }

        @Override
        public void onNoCounts(Window window) {
            told.add("no counts of " + window);
        }

        @Override
        public void onGone(SealedId id) {
            told.add("gone " + id);
        }

        @Override
        public void onDurability(@Nullable String missing) {
            told.add("missing " + missing);
        }
    };
    private final ClaimSteps steps = steps(true);

    private ClaimSteps steps(boolean awaitsDurableSeals) {
        return new ClaimSteps(new DueWindows(TIMES, 15_000), 2, awaitsDurableSeals, listener);
    }

    /** A store that replies as set, and notes the questions. */
    private static final class FakeStore implements ClaimStore {
        final List<String> asked = new ArrayList<>();
        final List<Open> open = new ArrayList<>();
        final List<Lease> leases = new ArrayList<>();
        long sealed = 1;
        Answer taken = new Answer(3, true);
        boolean canAwaitDurable;
        boolean isOurs = true;

        @Nullable
        String missing;

        private <T> T answer(String question, T answer) {
            asked.add(question);
            return answer;
        }

        @Override
        public StreamSnapshot look() {
            return answer("look", new StreamSnapshot(REDIS_ID, NOW * 1000, open, leases, List.of()));
        }

        @Override
        public Answer takeOver(SealedId id) {
            return answer("take over " + id, taken);
        }

        @Override
        public long generations(Window window) {
            return answer("generations " + window, 4L);
        }

        @Override
        public Answer seal(SealedId id, long graceSeconds) {
            return answer("seal " + id + " after " + graceSeconds, new Answer(sealed, false));
        }

        @Override
        public boolean extend(SealedId id) {
            return answer("extend " + id, isOurs);
        }

        @Override
        public boolean canAwaitDurable() {
            return answer("can await durable", canAwaitDurable);
        }

        @Override
        public @Nullable String awaitDurable() {
            asked.add("await durable");
            return missing;
        }

        FakeStore due(long second) {
            open.add(new Open(Window.second(second), second * 1000));
            return this;
        }
    }

    private void askAll(ClaimSteps of) {
        of.begin();
        for (Request<?> next = of.next(); next != null; next = of.next()) {
            next.ask(store);
        }
    }

    private static SealedId fifth(long second) {
        return new SealedId(Window.second(second), REDIS_ID, 5);
    }

    @Test
    void nothingDue_isSaidAndNothingIsHandedOut() {
        store.due(NOW);

        askAll(steps);

        assertThat(store.asked).containsExactly("look");
        assertThat(told).containsExactly("nothing");
        assertThat(steps.poll()).isNull();
    }

    @Test
    void due_withNothingToConfirm_oneIsSealedAndHandedOut() {
        store.due(NOW - 9).due(NOW - 8);

        askAll(steps);

        String window = Window.second(NOW - 9).toString();
        assertThat(store.asked)
                .containsExactly(
                        "look", "generations " + window, "seal " + fifth(NOW - 9) + " after 1", "can await durable");
        assertThat(told).containsExactly("taken " + fifth(NOW - 9), "missing null");
        assertThat(steps.poll()).isEqualTo(new Claim(fifth(NOW - 9), 1, false));
        assertThat(steps.poll()).isNull();
    }

    @Test
    void due_whereItIsNotToBeConfirmed_isNotEvenAskedFor() {
        store.canAwaitDurable = true;
        store.due(NOW - 9);
        ClaimSteps careless = steps(false);

        askAll(careless);

        assertThat(store.asked).hasSize(3).doesNotContain("can await durable");
        assertThat(careless.poll()).isNotNull();
    }

    @Test
    void due_whereAnotherWasFirst_theNextOneIsTried() {
        store.sealed = -1;
        store.due(NOW - 9).due(NOW - 8);

        askAll(steps);

        assertThat(store.asked).hasSize(5);
        assertThat(told).containsExactly("nothing");
    }

    @Test
    void expiredLease_isTakenOverWithItsAttempts() {
        store.leases.add(new Lease(fifth(NOW - 9), NOW * 1000 - 1));

        askAll(steps);

        assertThat(steps.poll()).isEqualTo(new Claim(fifth(NOW - 9), 3, true));
    }

    @Test
    void counts_thatAreGone_areTold() {
        store.sealed = ClaimStore.NO_COUNTS;
        store.taken = new ClaimStore.Answer(ClaimStore.GONE, false);
        store.due(NOW - 9).leases.add(new Lease(fifth(NOW - 8), NOW * 1000 - 1));

        askAll(steps);

        assertThat(told).containsExactly("gone " + fifth(NOW - 8), "no counts of " + (NOW - 9), "nothing");
    }

    @Test
    void due_whereSealsCanBeUndone_severalAreTakenAndConfirmedTogether() {
        store.canAwaitDurable = true;
        store.due(NOW - 9).due(NOW - 8).due(NOW - 7);

        askAll(steps);

        assertThat(store.asked)
                .endsWith(
                        "can await durable",
                        "generations " + Window.second(NOW - 8),
                        "seal " + fifth(NOW - 8) + " after 1",
                        "extend " + fifth(NOW - 8),
                        "await durable");
        assertThat(steps.poll()).extracting(Claim::id).isEqualTo(fifth(NOW - 9));
        assertThat(steps.poll()).extracting(Claim::id).isEqualTo(fifth(NOW - 8));
        assertThat(steps.isEmpty()).isTrue();
    }

    @Test
    void undurable_isKeptAndHandedOutLater() {
        store.canAwaitDurable = true;
        store.missing = "0 of 1 replicas have them";
        store.due(NOW - 9);
        askAll(steps);
        assertThat(steps.poll()).isNull();
        assertThat(told).endsWith("missing 0 of 1 replicas have them");
        store.asked.clear();
        store.missing = null;

        askAll(steps);

        assertThat(store.asked).containsExactly("extend " + fifth(NOW - 9), "await durable");
        assertThat(steps.poll()).isNotNull();
    }

    @Test
    void undone_isLeftToItsLeasesEnd() {
        store.canAwaitDurable = true;
        store.isOurs = false;
        store.due(NOW - 9).due(NOW - 8);

        askAll(steps);

        assertThat(told).endsWith("lost " + fifth(NOW - 9), "lost " + fifth(NOW - 8));
        assertThat(steps.isEmpty()).isTrue();
    }

    /** Checks that a seal must be durable before its delivery is handed out, if it is not known whether it can be undone. */
    @Test
    void failure_behindASeal_whatWasTakenIsConfirmedFirst() {
        store.due(NOW - 9);
        steps.begin();
        while (!"can await durable".equals(nextName())) {
            next().ask(store);
        }

        steps.onFailure();

        assertThat(steps.next()).isNull();
        assertThat(steps.poll()).isNull();
        store.asked.clear();
        askAll(steps);
        assertThat(store.asked).containsExactly("extend " + fifth(NOW - 9), "await durable");
        assertThat(steps.poll()).isNotNull();
    }

    private Request<?> next() {
        Request<?> next = steps.next();
        assertThat(next).isNotNull();
        return next;
    }

    private String nextName() {
        return next().name();
    }
}
