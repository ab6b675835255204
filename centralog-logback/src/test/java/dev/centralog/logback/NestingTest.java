// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NestingTest {
    private final Nesting nesting = new Nesting();

    @Test
    void depth_outsideAndOnce_isNotTooDeep() {
        assertThat(nesting.isTooDeep()).isFalse();
        assertThat(nesting.rendering(nesting::isTooDeep)).isFalse();
    }

    @Test
    void depth_twice_isTooDeepForThatThreadAlone() {
        boolean[] seen = nesting.rendering(() -> nesting.rendering(() -> new boolean[] {
            nesting.isTooDeep(),
            CompletableFuture.supplyAsync(nesting::isTooDeep).join()
        }));

        assertThat(seen).containsExactly(true, false);
    }

    @Test
    void depth_afterFailure_isBackAtNone() {
        assertThatThrownBy(() -> nesting.rendering(() -> nesting.rendering(() -> {
                    throw new IllegalStateException("hostile");
                })))
                .hasMessage("hostile");

        assertThat(nesting.rendering(nesting::isTooDeep)).isFalse();
    }
}
