// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.OldRows.Range;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.LongForm;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the partitions of PostgreSQL's tables, one for each day, which are dropped as a whole. */
class DayPartitionsIT extends RetentionFixture {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

    /** The number of hours after which what was stored at noon is kept no longer, and its day is over for as long. */
    private static final int HOURS = 36;

    /** A day that is not in the partition that version 11 makes when it makes the tables. */
    private final Instant day =
            Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS).plus(10, ChronoUnit.DAYS);

    @BeforeEach
    void setTheClock() {
        redisTime = day.plus(Duration.ofMinutes(11 * 60 + 30));
    }

    private static String events(Instant time) {
        return "event_rows_" + DATE.format(time);
    }

    private static String samples(Instant time) {
        return "sample_rows_" + DATE.format(time);
    }

    /** Returns the names of all tables of rows. */
    private List<String> tables() {
        return Sql.rows(
                url,
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^(event|sample)_rows_' ORDER BY relname");
    }

    private long rowsIn(String table) {
        return Sql.number(url, "SELECT count(*) FROM " + table);
    }

    /** Makes each deletion of a row of a day fail. */
    private void refuseDeletions(String table) {
        Sql.execute(
                url,
                "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN RAISE EXCEPTION 'a row of a day was deleted'; END $$");
        Sql.execute(url, "CREATE TRIGGER refuse BEFORE DELETE ON " + table + " FOR EACH ROW EXECUTE FUNCTION refuse()");
    }

    /** Stores rows at noon of a day that has partitions, and lets the hours pass until it is nearly old enough. */
    private Retention upToTheLastHour(Sinks sinks) {
        Retention retention = retention(sinks, keeping("1d", "0s"));
        hours(retention, sinks, 1);
        storeRows(sinks, redisTime, 100);
        hours(retention, sinks, HOURS - 1);
        assertThat(rowsIn(events(day))).isEqualTo(100);
        assertThat(rowsIn(samples(day))).isEqualTo(100);
        return retention;
    }

    @Test
    void day_old_isDroppedAsAWhole() {
        Sinks sinks = open(Kind.POSTGRESQL);
        storeRows(sinks, Instant.EPOCH, 5);
        storeRows(sinks, Instant.parse("2100-01-01T00:00:00Z"), 6);
        Retention retention = upToTheLastHour(sinks);
        assertThat(rowsIn("event_rows_default")).isEqualTo(6);
        storeRows(sinks, redisTime, 7);
        refuseDeletions(events(day));
        refuseDeletions(samples(day));
        said.clear();

        hours(retention, sinks, 1);

        assertThat(tables()).doesNotContain(events(day), samples(day)).contains(events(redisTime), samples(redisTime));
        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(13);
        assertThat(Sql.number(url, "SELECT count(*) FROM event_samples")).isEqualTo(13);
        hours(retention, sinks, 24); // it says what it did once a day
        assertThat(said).anyMatch(line -> line.contains("100 of event_rows") && line.contains("100 of sample_rows"));
    }

    @Test
    void day_thatAReaderUses_isDroppedWhenHeIsDoneAndStoringGoesOn() throws SQLException, InterruptedException {
        Sinks sinks = open(Kind.POSTGRESQL);
        Retention retention = upToTheLastHour(sinks);
        refuseDeletions(events(day));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Connection reader = DriverManager.getConnection(url)) {
            reader.setAutoCommit(false);
            assertThat(count(reader)).isEqualTo(100);
            nextHour(sinks);
            Thread storing = GatherThreads.named("storing", () -> {
                for (int i = 0; i < 20; i++) {
                    storeRows(sinks, redisTime.plusSeconds(i), 10);
                }
            });
            storing.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
            storing.start();
            steps(retention, 10_000);
            storing.join();

            assertThat(failure.get()).isNull();
            assertThat(rowsIn(events(day))).isEqualTo(100);
            assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(300);
            assertThat(said).anyMatch(line -> line.contains("lock timeout"));
        }

        hours(retention, sinks, 1);

        assertThat(tables()).doesNotContain(events(day), samples(day));
        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(200);
    }

    @Test
    void day_detachedByAGathererThatDied_isDroppedByTheNextOne() {
        Sinks sinks = open(Kind.POSTGRESQL);
        upToTheLastHour(sinks);
        tables(sinks).dropDay(new Range(RetentionPass.START, redisTime, Long.MAX_VALUE));
        assertThat(tables()).contains(events(day) + "_detached", samples(day) + "_detached");
        String ofAUser = events(Instant.EPOCH);
        Sql.execute(url, "CREATE TABLE " + ofAUser + " (id integer)");
        Retention other = retention(sinks, keeping("1d", "0s"));

        hours(other, sinks, 1);

        assertThat(tables())
                .contains(ofAUser)
                .doesNotContain(events(day), samples(day), events(day) + "_detached", samples(day) + "_detached");
        assertThat(said).anyMatch(line -> line.contains("100 of event_rows") && line.contains("100 of sample_rows"));
    }

    @Test
    void day_ofWhichSomethingWasStoredLately_staysForADay() {
        Sinks sinks = open(Kind.POSTGRESQL);
        Retention retention = upToTheLastHour(sinks);
        storeRows(sinks, day.plusSeconds(1), 3);

        hours(retention, sinks, MARKS - 2);
        assertThat(rowsIn(events(day))).isEqualTo(103);
        hours(retention, sinks, 2);

        assertThat(tables()).doesNotContain(events(day), samples(day));
    }

    @Test
    void rows_storedBeforeTheirDayWasMade_stayInTheDefaultPartition() {
        Sinks sinks = open(Kind.POSTGRESQL);
        SinkTarget target =
                new SinkTarget(url, "", "", (severity, message, cause) -> said.add(severity + " " + message));
        Instant tomorrow = day.plus(1, ChronoUnit.DAYS);
        storeRows(sinks, redisTime, 2);
        storeRows(sinks, tomorrow.plus(Duration.ofMinutes(24 * 60 - 5)), 3); // of a clock that was ahead
        try (Sinks listening = Sinks.open(target)) {
            Retention retention = retention(listening, keeping("1d", "0s"));
            hours(retention, sinks, 3);
            storeRows(sinks, redisTime, 4);

            assertThat(tables()).contains(events(day), samples(day)).doesNotContain(events(tomorrow));
            assertThat(rowsIn("event_rows_default")).isEqualTo(5);
            assertThat(rowsIn(events(day))).isEqualTo(4);
            assertThat(said)
                    .filteredOn(line -> line.startsWith("INFO"))
                    .singleElement()
                    .asString()
                    .contains("has rows of " + DATE.format(tomorrow));

            hours(retention, sinks, 3 * 24);
        }
        assertThat(tables()).doesNotContain(events(day), samples(day));
        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isZero();
    }

    @Test
    void user_notTheOwner_deletesRowByRowUntilGrantedWhatIsSaid() {
        Sinks owners = open(Kind.POSTGRESQL);
        upToTheLastHour(owners);
        String database = Sql.rows(url, "SELECT current_database()").get(0);
        for (String sql : List.of(
                "CREATE ROLE owning_days",
                "CREATE USER without_days PASSWORD '…'",
                "GRANT CREATE ON DATABASE " + database + " TO owning_days")) {
            Databases.shared().execute(Kind.POSTGRESQL, sql);
        }
        Sql.execute(url, "GRANT USAGE, CREATE ON SCHEMA public TO owning_days");
        Sql.execute(url, "GRANT USAGE ON SCHEMA public TO without_days");
        Sql.execute(url, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO without_days");
        for (String table : tables()) {
            Sql.execute(url, "ALTER TABLE " + table + " OWNER TO owning_days");
        }
        Sql.execute(url, "ALTER TABLE event_rows OWNER TO owning_days");
        Sql.execute(url, "ALTER TABLE sample_rows OWNER TO owning_days");
        owners.close();
        List<String> heard = new CopyOnWriteArrayList<>();
        SinkTarget target = new SinkTarget(
                url.replaceFirst("user=postgres&?", ""),
                "without_days",
                "…",
                (severity, message, cause) -> heard.add(severity + " " + message));
        List<String> before = tables();
        try (Sinks sinks = Sinks.open(target)) {
            sinks.events().prepare();
            Retention retention = retention(sinks, keeping("1d", "0s"));

            hours(retention, sinks, 24);

            assertThat(tables()).isEqualTo(before);
            assertThat(rowsIn(events(day))).isZero();
            storeRows(sinks, redisTime, 1);
            assertThat(heard)
                    .filteredOn(line -> line.startsWith("INFO"))
                    .singleElement()
                    .asString()
                    .contains("user without_days is not the owner")
                    .contains("GRANT owning_days TO without_days;");

            Sql.execute(url, "GRANT owning_days TO without_days");
            hours(retention, sinks, 2);
        }
        assertThat(tables()).doesNotContain(events(day)).contains(events(redisTime.plus(Duration.ofDays(3))));
    }

    @Test
    void days_madeByTwoGatherersAtOnce_areMadeOnce() throws InterruptedException {
        Sinks sinks = open(Kind.POSTGRESQL);
        CyclicBarrier together = new CyclicBarrier(2);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Runnable making = () -> {
            try (Sinks own = Sinks.open(Databases.target(url))) {
                for (int i = 0; i < 10; i++) {
                    together.await();
                    while (!tables(own).makeDay(day.plus(i, ChronoUnit.DAYS), redisTime)) {
                        Thread.onSpinWait();
                    }
                }
            } catch (Exception e) {
                failures.add(e);
                together.reset();
            }
        };
        Thread one = GatherThreads.named("one", making);
        Thread other = GatherThreads.named("other", making);
        one.start();
        other.start();
        one.join();
        other.join();

        assertThat(failures).isEmpty();
        assertThat(tables()).hasSize(2 * (2 + 10)).contains(events(day.plus(9, ChronoUnit.DAYS)));
        storeRows(sinks, redisTime, 1);
        assertThat(rowsIn(events(day))).isEqualTo(1);
    }

    @Test
    void step_whileAReaderUsesTheDefaultPartition_makesTheDaysLater() throws SQLException {
        Sinks sinks = open(Kind.POSTGRESQL);
        Retention retention = retention(sinks, keeping("1d", "0s"));
        try (Connection reader = DriverManager.getConnection(url)) {
            reader.setAutoCommit(false);
            count(reader);
            hours(retention, sinks, 1);
            assertThat(tables()).doesNotContain(events(day));
            storeRows(sinks, redisTime, 1);
        }

        steps(retention, 10_000);

        assertThat(tables()).contains(events(redisTime.plus(Duration.ofDays(3))));
        assertThat(rowsIn("event_rows_default")).isEqualTo(1);
        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(1);
        assertThat(said).isEmpty();
    }

    @Test
    void table_ofTheNameOfADay_isLeftAlone() {
        Sinks sinks = open(Kind.POSTGRESQL);
        Sql.execute(url, "CREATE TABLE " + samples(day) + " (id integer)");
        List<String> heard = new CopyOnWriteArrayList<>();
        try (Sinks listening =
                Sinks.open(new SinkTarget(url, "", "", (severity, message, cause) -> heard.add(message)))) {
            hours(retention(listening, keeping("1d", "0s")), sinks, 3);
        }
        storeRows(sinks, redisTime, 2);

        assertThat(tables()).doesNotContain(events(day)).contains(events(day.plus(1, ChronoUnit.DAYS)));
        assertThat(rowsIn("event_rows_default")).isEqualTo(2);
        assertThat(heard)
                .filteredOn(line -> line.contains("can't have a partition for a day"))
                .hasSize(1);
    }

    @LongForm
    @Test
    void defaultPartition_large_isNotRead() {
        Sinks sinks = open(Kind.POSTGRESQL);
        storeRows(sinks, redisTime, 1);
        Sql.execute(
                url,
                "INSERT INTO event_rows (window_start, deliveries_id, groups_id, time, nano, thread_id, thread_priority,"
                        + " repeats, sequence, in_full, borrowed, flag, message) SELECT window_start, deliveries_id, n, time, 0,"
                        + " 1, 5, 1, n, 1, 0, '', repeat('x', 1000) FROM event_rows CROSS JOIN generate_series(2, 300000) n");
        List<String> heard = new CopyOnWriteArrayList<>();
        try (Sinks listening =
                Sinks.open(new SinkTarget(url, "", "", (severity, message, cause) -> heard.add(message)))) {
            hours(retention(listening, keeping("1d", "0s")), sinks, 2);
        }

        assertThat(tables()).hasSize(4);
        assertThat(heard).filteredOn(line -> line.contains("has too much")).hasSize(1);
    }

    /** Checks that days which are kept for very long, or for ever, are not made: each query would lock them all. */
    @Test
    void keepEvents_forEverOrLong_makesNoDays() {
        Sinks sinks = open(Kind.POSTGRESQL);
        for (String kept : List.of("0s", "101d")) {
            hours(retention(sinks, keeping(kept, "0s")), sinks, 1);
        }

        assertThat(tables()).hasSize(4);
    }
}
