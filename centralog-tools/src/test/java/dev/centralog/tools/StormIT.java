// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.GroupBy;
import dev.centralog.Settings;
import dev.centralog.testkit.SharedRedis;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of storms whose statement puts its texts together, through each appender into a database. */
class StormIT {
    private static final int EVENTS = 3_000;

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    private static void storm(Framework framework, CentralogConfig config) {
        try (LoggingContext context = framework.start(
                config.with(Settings.REDIS, REDIS.uri()).with(Settings.APP, "storm"),
                new PrintWriter(new StringWriter()))) {
            EventLogger logger = context.logger("com.example.Shop");
            for (int i = 0; i < EVENTS; i++) {
                logger.log(Severity.ERROR, "user " + i + " failed");
                logger.log(Severity.WARN, "user {} is slow", i);
                logger.log(Severity.INFO, "got {} and {}, step " + i % 10);
            }
        }
    }

    private StoredRows gathered(String name) throws InterruptedException {
        return StoredRows.gather(REDIS.uri(), "jdbc:sqlite:" + directory.resolve(name + ".db"));
    }

    @ParameterizedTest
    @EnumSource
    void storm_ofTexts_foldsByItsPlace_secondBySecond(Framework framework) throws Exception {
        storm(framework, CentralogConfig.defaults());
        StoredRows stored = gathered("storm");

        assertThat(stored.number("SELECT sum(repeats) FROM events")).isEqualTo(3 * EVENTS);
        assertThat(stored.number("SELECT max(n) FROM (SELECT count(*) AS n FROM event_windows WHERE level = 'ERROR'"
                        + " GROUP BY window_start)"))
                .isEqualTo(17);
        assertThat(stored.number("SELECT sum(repeats) FROM events WHERE level = 'ERROR'"))
                .isEqualTo(EVENTS);
        assertThat(stored.texts("SELECT DISTINCT flag FROM events WHERE level <> 'ERROR'"))
                .containsExactly(List.of(""));
        assertThat(stored.texts("SELECT DISTINCT template FROM events WHERE level = 'WARN'"))
                .containsExactly(List.of("user {} is slow"));
        // A helper's few texts stay apart; one that only looks like a template is not taken apart.
        assertThat(stored.texts("SELECT message, arguments, sum(repeats) FROM events WHERE level = 'INFO'"
                        + " GROUP BY message, arguments ORDER BY message"))
                .isEqualTo(IntStream.range(0, 10)
                        .mapToObj(i -> List.of("got {} and {}, step " + i, "", "" + EVENTS / 10))
                        .toList());
        List<List<String>> varying = stored.texts(
                "SELECT DISTINCT e.group_id, w.flag FROM events e JOIN event_windows w ON w.group_id = e.group_id"
                        + " WHERE e.flag = 'varying'");
        assertThat(varying).singleElement().satisfies(row -> assertThat(row.get(1))
                .isEqualTo("varying"));

        storm(framework, CentralogConfig.defaults().with(Settings.GROUP_BY, GroupBy.PLACE));

        assertThat(gathered("place").texts("SELECT DISTINCT group_id, flag FROM events WHERE level = 'ERROR'"))
                .containsExactly(List.of(varying.get(0).get(0), ""));
    }

    @ParameterizedTest
    @EnumSource
    void storm_withoutTextsPerPlace_isARowAText(Framework framework) throws Exception {
        storm(framework, CentralogConfig.defaults().with(Settings.TEXTS_PER_PLACE, 0));

        StoredRows stored = gathered("storm");
        assertThat(stored.number("SELECT count(*) FROM events WHERE level = 'ERROR'"))
                .isEqualTo(EVENTS);
        assertThat(stored.number("SELECT count(*) FROM events WHERE flag <> ''"))
                .isZero();
    }
}
