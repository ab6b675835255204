// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.ForkedJvm;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that everything logged is stored once, although gatherers die, and databases and Redis are unavailable. */
class GatherOutagesIT extends GatheringFixture {
    @ParameterizedTest
    @MethodSource("dev.centralog.gatherer.Databases#kinds")
    void gather_threeDaemonsOfWhichOneIsKilled_storeEveryEventOnce(Kind kind) {
        String url = databases().empty(kind, directory);
        String[] shortLease = {"--lease", "1s", "--grace", "0s"};

        try (ForkedJvm first = gather(url, shortLease);
                ForkedJvm second = gather(url, shortLease);
                ForkedJvm third = gather(url, shortLease)) {
            log(EVENTS);
            act(EVENTS);
            Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> sum(url) > 0);
            third.killHard();
            log(EVENTS);
            act(EVENTS);
            awaitSum(url, 2 * EVENTS);

            assertThat(first.terminate(LIMIT)).isZero();
            assertThat(second.terminate(LIMIT)).isZero();
            assertThat(first.standardError() + second.standardError()).doesNotContain("trying again", "ERROR");
        }

        try (ForkedJvm last = gather(url, "--once", "--lease", "1s")) {
            assertThat(last.awaitExit(LIMIT)).isZero();
        }
        assertThat(sum(url)).isEqualTo(2 * EVENTS);
        assertThat(Sql.number(url, "SELECT sum(count) FROM actions")).isEqualTo(2 * EVENTS);
        assertThat(Sql.number(url, "SELECT sum(value_sum) FROM actions")).isEqualTo(EVENTS * (EVENTS - 1L));
    }

    private static <T> T withoutServer(Kind kind, Supplier<T> work) {
        databases().stop(kind);
        try {
            return work.get();
        } finally {
            databases().restart(kind);
        }
    }

    static Stream<Kind> servers() {
        return Faults.isLong() ? Stream.of(Kind.POSTGRESQL, Kind.MARIADB) : Stream.of(Kind.POSTGRESQL);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void gather_serverDownAtStart_waitsAndStores(Kind kind) {
        String url = databases().withoutTables(kind, directory);
        log(100);
        try (ForkedJvm gatherer = withoutServer(kind, () -> {
            ForkedJvm early = gather(url);
            Awaitility.await().atMost(LIMIT).until(() -> early.standardError().contains("trying again"));
            return early;
        })) {
            awaitSum(url, 100);

            assertThat(gatherer.terminate(LIMIT)).isZero();
        }
    }

    @Test
    void gather_redisGoneAndBack_goesOn() {
        String url = databases().empty(Kind.SQLITE, directory);
        try (ForkedJvm gatherer = gather(url)) {
            log(100);
            awaitSum(url, 100);
            redis().stop();
            Awaitility.await().atMost(LIMIT).until(() -> gatherer.standardError()
                    .contains("trying again"));
            redis().start();
            log(100);
            awaitSum(url, 200);

            assertThat(gatherer.terminate(LIMIT)).isZero();
        }
    }
}
