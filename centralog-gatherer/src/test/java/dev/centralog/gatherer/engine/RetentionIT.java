// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.gatherer.stored.Decisions;
import dev.centralog.gatherer.triage.Decision;
import dev.centralog.gatherer.triage.TriageAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of which old rows are deleted, and when. */
class RetentionIT extends RetentionFixture {

    @ParameterizedTest
    @EnumSource
    void rows_olderThanTheyAreKept_goWithAllThatBelongsToThemAfterADay(Kind kind) {
        Sinks sinks = open(kind);
        store(sinks, NOW.minus(Duration.ofDays(401)));
        store(sinks, NOW.minus(Duration.ofDays(31)));
        store(sinks, NOW.minus(Duration.ofDays(28)));
        Retention retention = retention(sinks, CentralogConfig.defaults());

        hours(retention, sinks, MARKS - 1);
        assertThat(rows()).containsExactly(3L, 3L, 3L, 3L, 6L, 6L, 3L);
        assertThat(said).isEmpty();
        hours(retention, sinks, 1);

        // Of the drops, half are of actions. Letters that were not replayed stay.
        assertThat(rows()).containsExactly(1L, 1L, 1L, 1L, 3L, 4L, 2L);
        assertThat(Sql.rows(url, "SELECT reason FROM dead_letters WHERE replayed_at IS NULL"))
                .hasSize(3);
        assertThat(Sql.rows(url, "SELECT message FROM event_details"))
                .hasSize(2)
                .allMatch(message -> message.contains("2026-06-02"));
        assertThat(Sql.number(url, "SELECT sum(repeats) FROM group_days")).isEqualTo(10);
        assertThat(Sql.number(url, "SELECT sum(repeats) FROM group_hours")).isEqualTo(10);
        assertThat(Sql.number(url, "SELECT sum(repeats) FROM group_minutes")).isEqualTo(10);
        assertThat(Sql.number(url, "SELECT sum(repeats) FROM level_hours")).isEqualTo(10);
        assertThat(Sql.number(url, "SELECT sum(repeats) FROM level_minutes")).isEqualTo(10);
        assertThat(Sql.number(url, "SELECT sum(repeats) FROM events")).isEqualTo(5);
        assertThat(said)
                .containsExactly(
                        "INFO deleted what is older than events (30 days), actions (400 days) and sums (400 days) are kept;"
                                + " rows: 1 of actions, 2 of dead_letters, 3 of deliveries, 3 of drops, 2 of event_rows,"
                                + " 1 of group_days, 1 of group_hours, 1 of group_minutes, 1 of level_hours, 1 of"
                                + " level_minutes, 2 of process_signs, 2 of processes, 2 of sample_rows; the oldest left: events of 2026-06-02T12:30:00Z, actions of"
                                + " 2026-05-30T12:30:00Z");
    }

    @ParameterizedTest
    @EnumSource
    void rows_storedLately_stayForADayHoweverOldTheyAre(Kind kind) {
        Sinks sinks = open(kind);
        Retention retention = retention(sinks, keeping("1h", "1h"));
        hours(retention, sinks, MARKS);
        // The gatherer slept for two days.
        pass(Duration.ofDays(2));
        Instant slept = redisTime.minus(Duration.ofDays(2)).plusSeconds(60);
        store(sinks, slept);

        hours(retention, sinks, 24);
        assertThat(rows()).containsExactly(1L, 1L, 1L, 1L, 2L, 2L, 1L);
        hours(retention, sinks, 3);

        assertThat(rows()).containsExactly(0L, 0L, 0L, 0L, 0L, 1L, 0L);
    }

    @ParameterizedTest
    @EnumSource
    void rows_ofALeasedWindow_stay(Kind kind) {
        Sinks sinks = open(kind);
        Instant leased = NOW.minus(Duration.ofDays(40));
        store(sinks, leased.minusSeconds(1));
        store(sinks, leased);
        store(sinks, leased.plusSeconds(1));
        Retention retention = retention(sinks, keeping("30d", "0s"));

        hours(retention, sinks, MARKS, leased);
        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(2);
        hours(retention, sinks, 1);

        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isZero();
        assertThat(Sql.number(url, "SELECT count(*) FROM actions")).isEqualTo(2);
    }

    /** Tests decisions on a family of which nothing is left, as people have written them. */
    @Test
    void decisions_howeverOld_stay() {
        Sinks sinks = open(Kind.SQLITE);
        Instant before = NOW.minus(Duration.ofDays(3000));
        store(sinks, before);
        Decision decision = new Decision(TriageAction.MUTE, null, "known", "ann", before);
        Decisions.store(Databases.target(url), "f00d", decision);
        Retention retention = retention(sinks, CentralogConfig.defaults());

        hours(retention, sinks, MARKS + 1);

        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isZero();
        assertThat(Sql.rows(url, "SELECT state, note FROM family_triage")).containsExactly("muted|known");
        assertThat(Sql.rows(url, "SELECT action, note FROM family_decisions")).containsExactly("mute|known");
    }

    @Test
    void rows_keptForEver_stay() {
        Sinks sinks = open(Kind.SQLITE);
        store(sinks, Instant.EPOCH);
        Retention retention = retention(sinks, keeping("0s", "0s"));

        hours(retention, sinks, MARKS + 1);

        assertThat(rows()).containsExactly(1L, 1L, 1L, 1L, 2L, 2L, 1L);
    }

    @Test
    void clockOfRedis_jumpsTo2100AndBack_deletesNothing() {
        Sinks sinks = open(Kind.SQLITE);
        Retention retention = retention(sinks, CentralogConfig.defaults());
        hours(retention, sinks, MARKS);
        store(sinks, redisTime);
        hours(retention, sinks, MARKS);
        Instant before = redisTime;

        redisTime = Instant.parse("2100-01-01T00:00:00Z");
        hostIsBehind = Duration.between(before, redisTime);
        hours(retention, sinks, MARKS);
        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(1);
        hostIsBehind = Duration.ZERO; // both clocks are wrong: a day's marks are not
        hours(retention, sinks, MARKS - 1);
        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(1);
        redisTime = before;
        hours(retention, sinks, 2 * MARKS);

        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(1);
        assertThat(Sql.number(url, "SELECT count(*) FROM retention_marks WHERE hour > '2099-01-01'"))
                .isZero();
    }

    @Test
    void clockOfRedis_from1970To2026_deletesNothingThatWasStoredWithinADay() {
        Sinks sinks = open(Kind.SQLITE);
        Retention retention = retention(sinks, CentralogConfig.defaults());
        redisTime = Instant.EPOCH;
        hours(retention, sinks, MARKS);
        store(sinks, redisTime);
        hours(retention, sinks, 2);

        redisTime = NOW;
        hours(retention, sinks, MARKS - 1);
        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isEqualTo(1);
        hours(retention, sinks, 1);

        assertThat(Sql.number(url, "SELECT count(*) FROM events")).isZero();
    }

    @Test
    void step_clockThatJustJumpedOrNoLookAtRedis_doesNothing() {
        Sinks sinks = open(Kind.SQLITE);
        Retention retention = retention(sinks, CentralogConfig.defaults());
        pass(Duration.ofMinutes(1));
        pass(Duration.ofMinutes(1));

        assertThat(retention.step(Map.of(), watch)).isNull();
        look(sinks);
        redisTime = redisTime.plus(Duration.ofMinutes(5));
        watch.onTime(redisTime.toEpochMilli());
        assertThat(retention.step(looks, watch)).isNull();

        assertThat(Sql.number(url, "SELECT count(*) FROM retention_marks")).isZero();
    }
}
