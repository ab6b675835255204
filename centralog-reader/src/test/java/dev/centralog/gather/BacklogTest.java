// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final Backlog START =
            new Backlog(Set.of("0/1790000000"), Set.of("0/1789999400+600:00000000000000aa:1"));

    @Test
    void delivery_ofAWindowThatWasOpen_isNotDone() {
        Backlog sealed = new Backlog(Set.of(), Set.of("0/1790000000:00000000000000aa:1"));

        assertThat(START.isDoneIn(sealed)).isFalse();
        assertThat(START.isDoneIn(new Backlog(Set.of("0/1789999400+600"), Set.of())))
                .isFalse();
    }

    @Test
    void nothingOfIt_isDone() {
        assertThat(START.isDoneIn(new Backlog(Set.of(), Set.of()))).isTrue();
        assertThat(START.isDoneIn(new Backlog(Set.of("0/1790000001"), Set.of("0/1790000002:00000000000000aa:1"))))
                .isTrue();
    }
}
