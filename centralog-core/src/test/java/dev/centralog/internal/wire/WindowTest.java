// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.wire.Window.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
    @Test
    void slices_areAbsolute() {
        assertThat(Window.slice(1_700_000_399, 600)).isEqualTo(new Window(Signal.ACTIONS, 1_699_999_800, 600));
        assertThat(Window.slice(1_699_999_800, 600).start()).isEqualTo(1_699_999_800);
        assertThat(Window.slice(-1, 600).start()).isEqualTo(-600);
        assertThat(Window.slice(1_700_000_399, 7).start() % 7).isZero();
    }

    @Test
    void names_comeBackEqual() {
        for (Window window : List.of(Window.slice(1_700_000_399, 600), Window.slice(-1, 1), Window.slice(0, 86_400))) {
            assertThat(Window.find(Signal.ACTIONS, window.toString())).isEqualTo(window);
        }
        assertThat(Window.find(Signal.EVENTS, "-17")).isEqualTo(Window.second(-17));
        assertThat(Window.slice(1_700_000_399, 600)).hasToString("1699999800+600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "600",
                "601+600",
                "600+0",
                "x+600",
                "600+600 ",
                "0600+600",
                "600+-600",
                "999999999999+1",
                "0+999999999"
            })
    void names_ofNoSlice_areRefused(String name) {
        assertThat(Window.find(Signal.ACTIONS, name)).isNull();
    }

    @Test
    void order_isByStartThenLength() {
        Window minute = Window.slice(600, 60);
        Window ten = Window.slice(600, 600);
        assertThat(List.of(ten, Window.slice(1200, 60), minute).stream().sorted())
                .containsExactly(minute, ten, Window.slice(1200, 60));
    }

    @Test
    void life_ofGenerations_outlivesTheRing() {
        assertThat(Window.slice(0, 86_400).generationLifeSeconds()).isGreaterThan(60 * 86_400L);
        assertThat(Window.second(0).generationLifeSeconds()).isGreaterThan(20 * 3600L);
    }
}
