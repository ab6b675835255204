// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DialectTest {
    @Test
    void say_wordsWithinWords_areSaidInEachDatabasesOwnWay() {
        String text = "SELECT @hex(f(n, 1) @div 2, 16), @name(groups) FROM @numbers(20);";

        assertThat(Dialect.SQLITE.say(text))
                .isEqualTo(
                        "SELECT printf('%016x', f(n, 1) / 2), groups FROM (WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL"
                                + " SELECT n + 1 FROM c WHERE n < 19) SELECT n FROM c) numbers;");
        assertThat(Dialect.POSTGRES.say(text))
                .isEqualTo("SELECT lpad(to_hex(f(n, 1) / 2), 16, '0'), groups FROM (SELECT n FROM"
                        + " generate_series(0::bigint, 19) AS n) numbers;");
        assertThat(Dialect.MARIADB.say(text))
                .isEqualTo("SELECT lpad(lower(hex(f(n, 1) DIV 2)), 16, '0'), `groups` FROM"
                        + " (SELECT seq AS n FROM seq_0_to_19) numbers;");
    }

    @Test
    void say_unknownWord_throws() {
        assertThatThrownBy(() -> Dialect.SQLITE.say("SELECT @nothing(1)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("@nothing");
    }
}
