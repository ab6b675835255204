// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActionSequenceTest {
    private static final int USERS = 100_000;

    private final ActionSequence sequence = new ActionSequence(USERS);

    @Test
    void sequence_wholeLength_reachesAllUsersAndActions() {
        Set<Long> users = new HashSet<>();
        Set<Integer> actions = new HashSet<>();
        for (int i = 0; i < ActionSequence.LENGTH; i++) {
            users.add(sequence.user(i));
            actions.add(sequence.action(i));
        }

        // With a million draws, some of 100,000 users may never be drawn, but only a few.
        assertThat(users).hasSizeGreaterThan(USERS * 99 / 100).allMatch(user -> user >= 0 && user < USERS);
        assertThat(actions)
                .hasSize(ActionSequence.ACTIONS)
                .allMatch(action -> action >= 0 && action < ActionSequence.ACTIONS);
    }

    @Test
    void sequence_anotherOne_isTheSame() {
        ActionSequence other = new ActionSequence(USERS);

        for (int i = 0; i < ActionSequence.LENGTH; i++) {
            assertThat(other.user(i)).isEqualTo(sequence.user(i));
            assertThat(other.action(i)).isEqualTo(sequence.action(i));
        }
    }

    @Test
    void sequence_positionsThatOverflow_goOn() {
        assertThat(sequence.user(Integer.MAX_VALUE)).isEqualTo(sequence.user(ActionSequence.LENGTH - 1));
        assertThat(sequence.user(Integer.MIN_VALUE)).isEqualTo(sequence.user(0));
    }
}
