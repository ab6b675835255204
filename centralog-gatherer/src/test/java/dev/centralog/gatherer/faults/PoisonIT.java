// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.ThreadRef;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.engine.GatherStats;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.stored.DeadLetter;
import dev.centralog.gatherer.stored.DeadLetters;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.SharedRedis;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests with one row in a thousand that the database refuses: a number too large for its column, a text with letters that
 * the column's character set lacks, a text that is too long, or one that a rule forbids. It is put aside, and all other rows
 * are stored. After the table was repaired, a replay stores it in its row, however often it is run.
 */
class PoisonIT {
    private static final String MARIA_RULES =
            " ADD CONSTRAINT rule CHECK (message <> 'forbidden'), MODIFY message longtext CHARACTER SET latin1";
    private static final String RULES = "ADD CONSTRAINT rule CHECK (message <> 'forbidden'),"
            + " ADD CONSTRAINT letters CHECK (message IS NULL OR convert_to(message, 'LATIN1') IS NOT NULL)";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int OF_EACH = Faults.times(1, 25);
    private static final int ROWS = 4_000 * OF_EACH;
    private static final int SECONDS = 4;
    private static final String FORBIDDEN = "forbidden";
    private static final String FOREIGN = "\u4e2d\u6587 \ud83d\ude00";
    private static final String LONG = "x".repeat(300);

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @TempDir
    Path directory = Path.of("");

    private static CentralogConfig config() {
        return CentralogConfig.defaults()
                .with(Settings.REDIS, REDIS.uri())
                .with(Settings.FINGERPRINT_KEY, "fingerprint")
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1))
                .with(Settings.SLICE_RING, 60)
                .with(ReaderSettings.GRACE, Duration.ZERO);
    }

    private String prepared(Kind kind) {
        return Databases.sharedDurable().empty(kind, directory);
    }

    /** Returns statements that narrow the tables, as an administrator may have done. */
    private static List<String> narrowing(Kind kind) {
        return switch (kind) {
            case POSTGRESQL ->
                List.of(
                        "ALTER TABLE groups ADD CONSTRAINT short CHECK (length(template) <= 255), " + RULES,
                        "ALTER TABLE event_rows ADD CONSTRAINT number CHECK (thread_id::integer IS NOT NULL), " + RULES,
                        "ALTER TABLE actions ADD CONSTRAINT rule CHECK (payload_last <> 'forbidden')");
            case MARIADB ->
                List.of(
                        "ALTER TABLE groups MODIFY template varchar(255)," + MARIA_RULES,
                        "ALTER TABLE event_rows MODIFY thread_id int NOT NULL," + MARIA_RULES,
                        "ALTER TABLE actions ADD CONSTRAINT rule CHECK (payload_last <> 'forbidden')");
            // SQLite itself accepts any value.
            case SQLITE ->
                Stream.of("INSERT", "UPDATE")
                        .flatMap(write -> Stream.of(
                                trigger(
                                        write,
                                        "groups",
                                        "new.message = 'forbidden' OR length(new.template) > 255 OR"
                                                + " unicode(new.message) > 255"),
                                trigger(
                                        write,
                                        "event_rows",
                                        "new.message = 'forbidden' OR new.thread_id > 2147483647 OR"
                                                + " unicode(new.message) > 255"),
                                trigger(write, "actions", "new.payload_last = 'forbidden'")))
                        .toList();
        };
    }

    private static String trigger(String write, String table, String when) {
        return "CREATE TRIGGER rule_of_" + table + "_of_" + write + " BEFORE " + write + " ON " + table + " WHEN "
                + when + " BEGIN SELECT raise(ABORT, 'a rule forbids it'); END";
    }

    private static List<String> mending(Kind kind) {
        return switch (kind) {
            case POSTGRESQL ->
                List.of(
                        "ALTER TABLE groups DROP CONSTRAINT rule, DROP CONSTRAINT short, DROP CONSTRAINT letters",
                        "ALTER TABLE event_rows DROP CONSTRAINT rule, DROP CONSTRAINT number, DROP CONSTRAINT letters",
                        "ALTER TABLE actions DROP CONSTRAINT rule");
            case MARIADB ->
                List.of(
                        "ALTER TABLE groups MODIFY template longtext, DROP CONSTRAINT rule,"
                                + " MODIFY message longtext CHARACTER SET utf8mb4",
                        "ALTER TABLE event_rows MODIFY thread_id bigint NOT NULL,"
                                + " DROP CONSTRAINT rule, MODIFY message longtext CHARACTER SET utf8mb4",
                        "ALTER TABLE actions DROP CONSTRAINT rule");
            case SQLITE ->
                Stream.of("INSERT", "UPDATE")
                        .flatMap(write -> Stream.of("groups", "event_rows", "actions")
                                .map(table -> "DROP TRIGGER rule_of_" + table + "_of_" + write))
                        .toList();
        };
    }

    private static LogEvent event(int number, Instant time) {
        int kind = number % 1_000 == 500 ? number / 1_000 % 4 : -1;
        LogEvent.Builder event = LogEvent.builder()
                .time(time)
                .template(kind == 2 ? LONG : "number " + number)
                .message(kind == 0 ? FORBIDDEN : kind == 1 ? FOREIGN : "number " + number)
                .mdc(Map.of("fingerprint", "number " + number));
        return kind == 3 ? event.thread(new ThreadRef("big", 1L << 40, 5)).build() : event.build();
    }

    private static void log() {
        Instant time = Clock.systemUTC().instant().minusSeconds(20);
        try (Centralog centralog = Centralog.open(config().with(Settings.BUFFER_BYTES, 256L << 20))) {
            for (int i = 0; i < ROWS; i++) {
                Instant at = time.plusSeconds(i % SECONDS);
                centralog.log(event(i, at));
                centralog
                        .actions()
                        .log(Action.of(i, "say")
                                .withPayload(i % 1_000 == 500 ? FORBIDDEN : "fine")
                                .at(at));
            }
            assertThat(centralog.close(LIMIT)).isZero();
            assertThat(centralog.stats().dropped()).isEmpty();
            assertThat(centralog.actions().stats().dropped()).isEmpty();
        }
    }

    private static GatherStats gather(String url) throws InterruptedException {
        try (Gatherer gatherer =
                Gatherer.open(config(), Sinks.open(Databases.target(url)), (severity, message, cause) -> {})) {
            assertThat(gatherer.drain()).isTrue();
            return gatherer.stats();
        }
    }

    private static List<String> sums(String url) {
        return Stream.of("SELECT count(*), sum(repeats) FROM events", "SELECT count(*), sum(count) FROM actions")
                .flatMap(sql -> Sql.rows(url, sql).stream())
                .toList();
    }

    private static List<String> refused(String url) {
        return Sql.rows(
                url,
                "SELECT 'e', group_id FROM events WHERE flag = 'rejected' UNION ALL"
                        + " SELECT 'a', user_id FROM actions WHERE flag = 'rejected'");
    }

    @ParameterizedTest
    @EnumSource
    void poison_oneRowInAThousand_isPutAsideAndReplayedWhenTheTableIsMended(Kind kind) throws InterruptedException {
        String url = prepared(kind);
        narrowing(kind).forEach(each -> Sql.execute(url, each));
        log();

        GatherStats stats = gather(url);

        List<String> all = List.of(ROWS + "|" + ROWS, ROWS + "|" + ROWS);
        int poison = ROWS / 1_000;
        assertThat(sums(url)).isEqualTo(all);
        assertThat(refused(url)).hasSize(2 * poison);
        assertThat(stats.events().stored().deadLetters()).isEqualTo(Map.of("rejected", (long) poison));
        assertThat(stats.actions().stored().deadLetters()).isEqualTo(Map.of("rejected", (long) poison));
        assertThat(Sql.rows(url, "SELECT reason FROM dead_letters"))
                .hasSize(2 * poison)
                .allMatch(reason -> reason.startsWith("the database did not take it: "));

        // The table is not repaired yet: the rows are refused again, and stay dead letters.
        replay(url, false);
        assertThat(refused(url)).hasSize(2 * poison);

        mending(kind).forEach(each -> Sql.execute(url, each));
        replay(url, true);
        assertThat(refused(url)).isEmpty();
        assertThat(sums(url)).isEqualTo(all);
        assertThat(Sql.rows(
                        url,
                        "SELECT DISTINCT message FROM events WHERE message IN ('" + FORBIDDEN + "', '" + FOREIGN
                                + "')"))
                .containsExactlyInAnyOrder(FORBIDDEN, FOREIGN);
        assertThat(Sql.number(url, "SELECT count(*) FROM events WHERE thread_id = " + (1L << 40)))
                .isEqualTo(OF_EACH);
        assertThat(Sql.number(url, "SELECT count(*) FROM events WHERE template = '" + LONG + "'"))
                .isEqualTo(OF_EACH);
        assertThat(Sql.number(url, "SELECT count(*) FROM actions WHERE payload_last = '" + FORBIDDEN + "'"))
                .isEqualTo(poison);

        List<String> before =
                Sql.rows(url, "SELECT * FROM events ORDER BY window_start, time, nano, sequence, delivery");
        try (DeadLetters letters = DeadLetters.open(Databases.target(url))) {
            List<DeadLetter> again = letters.list(true);
            assertThat(again).hasSize(2 * poison);
            again.forEach(each -> assertThat(letters.replay(each)).isNull());
        }
        assertThat(Sql.rows(url, "SELECT * FROM events ORDER BY window_start, time, nano, sequence, delivery"))
                .isEqualTo(before);
        assertThat(sums(url)).isEqualTo(all);
    }

    private static void replay(String url, boolean works) {
        try (DeadLetters letters = DeadLetters.open(Databases.target(url))) {
            List<DeadLetter> all = letters.list(false);
            assertThat(all).isNotEmpty().allSatisfy(each -> assertThat(letters.replay(each) == null)
                    .isEqualTo(works));
            assertThat(letters.list(false)).hasSize(works ? 0 : all.size());
        }
    }

    @Test
    void replay_killedInTheMiddle_isFinishedByTheNext() throws InterruptedException {
        String url = prepared(Kind.SQLITE);
        Sql.execute(url, trigger("INSERT", "groups", "new.message LIKE 'number%'"));
        int letters = Faults.times(1_000, 20_000);
        Instant time = Clock.systemUTC().instant().minusSeconds(20);
        try (Centralog centralog = Centralog.open(config())) {
            for (int i = 0; i < letters; i++) {
                centralog.log(LogEvent.builder()
                        .time(time)
                        .message("number " + i)
                        .mdc(Map.of("fingerprint", "number " + i))
                        .build());
            }
            assertThat(centralog.close(LIMIT)).isZero();
        }
        gather(url);
        assertThat(refused(url)).hasSize(letters);
        Sql.execute(url, "DROP TRIGGER rule_of_groups_of_INSERT");

        for (int kill = 1; kill <= Faults.times(1, 20); kill++) {
            int before = refused(url).size();
            try (ForkedJvm replay = replaying(url)) {
                Awaitility.await()
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> replay.standardOutput().contains("replayed"));
                replay.killHard();
            }
            assertThat(refused(url)).hasSizeLessThan(before).isNotEmpty();
        }
        try (ForkedJvm replay = replaying(url)) {
            assertThat(replay.awaitExit(LIMIT)).isZero();
        }

        assertThat(refused(url)).isEmpty();
        assertThat(Sql.rows(url, "SELECT count(*), sum(repeats), count(DISTINCT message) FROM events"))
                .containsExactly(letters + "|" + letters + "|" + letters);
        assertThat(Sql.number(url, "SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL"))
                .isZero();
    }

    private static ForkedJvm replaying(String url) {
        return ForkedJvm.builder("dev.centralog.gatherer.Main")
                .arguments("dead-letters", "replay", "--database", url)
                .start();
    }
}
