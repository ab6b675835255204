// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of what is said while tables are upgraded. */
class MigrationProgressIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final List<String> said = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory = Path.of("");

    private SinkTarget ofVersion10(Kind kind) {
        SinkTarget target = Databases.target(Databases.shared().withoutTables(kind, directory));
        UpgradeIT.migrate(target, 10);
        Version10.fill(target, kind);
        return new SinkTarget(
                target.url(),
                "",
                "",
                (severity, message, cause) -> said.add(
                        severity + " " + message.replace(Database.of(target).name(), "DB")));
    }

    private static void prepare(SinkTarget target) {
        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().prepare();
        }
    }

    @ParameterizedTest
    @EnumSource
    void prepare_tablesOfVersion10_saysTheBeginningAndTheEnd(Kind kind) {
        prepare(ofVersion10(kind));

        List<String> ofUpgrade =
                said.stream().filter(each -> each.contains("tables in DB")).toList();
        assertThat(ofUpgrade.get(0))
                .isEqualTo("INFO upgrading the tables in DB from version 10 to " + Schema.VERSION
                        + "; meanwhile nothing is stored, and what is logged waits in Redis");
        assertThat(ofUpgrade.get(ofUpgrade.size() - 1))
                .matches("INFO the tables in DB are of version " + Schema.VERSION + " now, after \\d+\\.\\d s");
    }

    @ParameterizedTest
    @EnumSource
    void prepare_tablesThatAreCurrentOrMade_saysNothing(Kind kind) {
        SinkTarget none = Databases.target(Databases.shared().withoutTables(kind, directory));
        SinkTarget target = new SinkTarget(none.url(), "", "", (severity, message, cause) -> said.add(message));

        prepare(target);
        prepare(target);

        assertThat(said).noneMatch(each -> each.contains("upgrading") || each.contains("now, after"));
    }

    @Test
    void prepare_thatTakesLong_saysHowFarItIs() throws Exception {
        SinkTarget target = ofVersion10(Kind.POSTGRESQL);
        try (Connection other = DriverManager.getConnection(target.url());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE events IN ACCESS SHARE MODE"); // as a backup does
            CompletableFuture<Void> upgrade = CompletableFuture.runAsync(() -> prepare(target));

            Awaitility.await().atMost(LIMIT).until(() -> said.stream()
                    .anyMatch(each -> each.matches("INFO still making the tables in DB: at version 11 of "
                            + Schema.VERSION + ", for \\d+\\.\\d s so far")));
            assertThat(upgrade).isNotDone();
            other.rollback();
            upgrade.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(said).anyMatch(each -> each.contains("are of version " + Schema.VERSION + " now"));
    }
}
