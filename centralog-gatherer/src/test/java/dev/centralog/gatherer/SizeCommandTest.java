// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizeCommandTest {
    private static String fault(String... arguments) {
        Commands command = Commands.run(arguments);
        assertThat(command.code()).isEqualTo(64);
        assertThat(command.out()).isEmpty();
        return command.err().lines().findFirst().orElse("");
    }

    @Test
    void size_ofASmallFleet_saysWhatEachNeeds() {
        Commands command = Commands.run("size", "--events-per-second", "2000", "--groups", "200", "--hosts", "10");

        assertThat(command.code()).isZero();
        assertThat(command.out().lines().map(line -> line.replaceFirst(" .*", "")))
                .containsExactly("a", "Redis", "gathering", "database", "network", "applications", "most", "Half");
        assertThat(command.out())
                .contains("2,000 events of 200 groups by 10 processes", "one server, 1 partition in all", "1 gatherer;")
                .contains("SQLite: a part of the gatherer", "events are kept for 30d", "an outage of 1h");
    }

    @Test
    void size_asJson_isOneObject() {
        Commands command = Commands.run(
                "size",
                "--json",
                "--events-per-second=1e6",
                "--groups=20000",
                "--hosts=1000",
                "--hosts-per-group=40",
                "--database=postgresql");

        assertThat(command.code()).isZero();
        assertThat(command.out().lines()).hasSize(1);
        assertThat(command.out())
                .startsWith("{\"pairs_per_second\":800000.0,")
                .contains("\"redis_servers\":", "\"gatherers\":", "\"disk_bytes\":", "\"most_work\":")
                .doesNotContain("too_much");
    }

    @Test
    void size_ofTooMuchForSqlite_saysSoAndEndsWith1() {
        Commands command = Commands.run("size", "--events-per-second", "100000");

        assertThat(command.code()).isEqualTo(1);
        assertThat(command.out()).contains("too much     SQLite has one gatherer, and this takes ");
    }

    @Test
    void size_wrongValues_nameTheOptionTheValueAndTheRange() {
        assertThat(fault("size", "--events-per-second", "many"))
                .isEqualTo("--events-per-second is 'many'; allowed is a number from 1 to 1000000000");
        assertThat(fault("size", "--events-per-second", "100", "--groups", "101"))
                .isEqualTo("--groups is '101'; allowed is a number from 1 to 100");
        assertThat(fault("size", "--events-per-second", "100", "--hosts", "0"))
                .isEqualTo("--hosts is '0'; allowed is a number from 1 to 1000000");
        assertThat(fault(
                        "size",
                        "--events-per-second",
                        "100",
                        "--groups",
                        "50",
                        "--hosts",
                        "9",
                        "--hosts-per-group",
                        "3"))
                .isEqualTo("--hosts-per-group is '3'; allowed is a number from 1 to 2");
        assertThat(fault("size", "--events-per-second", "100", "--groups", "10", "--samples", "91"))
                .isEqualTo("--samples is '91'; allowed is a number from 0 to 90");
        assertThat(fault("size", "--events-per-second", "100", "--database", "oracle"))
                .isEqualTo("--database is 'oracle'; allowed is sqlite or postgresql");
        assertThat(fault("size", "--events-per-second", "100", "--keep", "0s"))
                .startsWith("--keep is '0s'; allowed is a time with its unit from 1h");
        assertThat(fault("size", "--events-per-second", "100", "--outage", "40d"))
                .startsWith("--outage is '40d'; allowed is a time with its unit from 0s");
    }

    @Test
    void size_withoutEvents_namesTheOption() {
        assertThat(fault("size")).contains("--events-per-second");
    }
}
