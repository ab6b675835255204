// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LineProgressTest {
    private final StringWriter out = new StringWriter();
    private final AtomicReference<Duration> elapsed = new AtomicReference<>(Duration.ZERO);
    private final LineProgress progress =
            new LineProgress(new PrintWriter(out, true), elapsed::get, "lines logged", 1000);

    private void at(long millis) {
        elapsed.set(Duration.ofMillis(millis));
        progress.onDone();
    }

    @Test
    void onDone_shortWork_printsNothing() {
        at(0);
        at(4999);

        assertThat(out.toString()).isEmpty();
    }

    @Test
    void onDone_longWork_printsALineEveryFiveSeconds() {
        at(4999);
        at(5000);
        at(5001);
        at(9999);
        at(12_000);
        at(16_999);
        at(17_000);

        assertThat(out.toString().lines())
                .containsExactly(
                        "lines logged: 2 of 1000, 5 s",
                        "lines logged: 5 of 1000, 12 s",
                        "lines logged: 7 of 1000, 17 s");
    }

    @Test
    void at_someOfTheWork_printsHowMuchItIs() {
        elapsed.set(Duration.ofSeconds(5));
        progress.at(300);
        elapsed.set(Duration.ofSeconds(6));
        progress.at(400);
        elapsed.set(Duration.ofSeconds(11));
        progress.at(900);

        assertThat(out.toString().lines())
                .containsExactly("lines logged: 300 of 1000, 5 s", "lines logged: 900 of 1000, 11 s");
    }
}
