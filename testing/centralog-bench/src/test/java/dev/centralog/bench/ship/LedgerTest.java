// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
    @Test
    void line_ofWhatAddsUp_endsInOk() {
        assertThat(new Ledger("run", 1_100, 1_000, 100, 1_000).line())
                .isEqualTo("run: 1,100 logged = 1,000 acknowledged + 100 dropped; 1,000 in Redis: OK");
    }

    @Test
    void line_ofWhatDoesNot_saysHowMuch() {
        assertThat(new Ledger("run", 1_100, 1_000, 90, 1_000).line()).endsWith(": 10 are not accounted for");
        assertThat(new Ledger("run", 1_100, 1_000, 100, 990).line()).endsWith(": 10 are not in Redis");
    }
}
