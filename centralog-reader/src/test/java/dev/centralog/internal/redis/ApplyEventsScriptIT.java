// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static dev.centralog.internal.redis.RawScripts.group;
import static dev.centralog.internal.redis.RawScripts.line;
import static dev.centralog.internal.redis.RawScripts.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.internal.redis.RawScripts.Line;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchReply;
import dev.centralog.internal.ship.BatchReply.Outcome;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.testkit.EachRedisClass;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCliException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the guarantees of the script {@code apply-events}: one test for each rule of docs/protocol.md. */
@EachRedisClass
class ApplyEventsScriptIT {
    private static final long HOUR = 3600;

    private static final String OVERFLOW = "~overflow:50524f4345535378"; // PROCESSx

    private final LocalRedis redis;
    private final RawScripts scripts;
    private long now;

    ApplyEventsScriptIT(LocalRedis redis) {
        this.redis = redis;
        this.scripts = new RawScripts(redis);
    }

    @BeforeEach
    void empty() {
        redis.flush();
        now = scripts.second();
    }

    @AfterEach
    void close() {
        scripts.close();
    }

    private String count(long window, String group) {
        return scripts.text("ZSCORE", scripts.keys.counts(Window.second(window)), name(group));
    }

    private String payload(long window, String name) {
        return scripts.text("HGET", scripts.keys.payloads(Window.second(window)), group(name));
    }

    @Test
    void batch_first_isAppliedWhole() {
        assertThat(scripts.applyEvents("p", 1, now, line("a", 3, "event a"), line("b", 1, "event b")))
                .containsExactly("1");

        assertThat(count(now, "a")).isEqualTo("3");
        assertThat(count(now, "b")).isEqualTo("1");
        assertThat(payload(now, "b")).isEqualTo("event b");
        assertThat(scripts.marker("p")).isEqualTo("1 -");
        assertThat(scripts.texts("KEYS", "*"))
                .allMatch(key -> scripts.text("TTL", key).equals("-1"));
    }

    @Test
    void answers_all_carryRedisTime() {
        Window window = Window.second(now);
        List<BatchReply> answers = List.of(
                scripts.reply("p", 1, window, line("a", 1, "x")),
                scripts.reply("p", 1, window, line("a", 1, "x")),
                scripts.reply("p", 3, window, line("a", 1, "x")),
                scripts.reply("p", 2, Window.second(5), line("a", 1, "x")));

        assertThat(answers)
                .extracting(BatchReply::outcome)
                .containsExactly(Outcome.APPLIED, Outcome.NOT_NEXT, Outcome.NOT_NEXT, Outcome.OUT_OF_RANGE);
        assertThat(answers)
                .extracting(BatchReply::redisMillis)
                .allMatch(millis -> millis >= now * 1000 && millis < (scripts.second() + 1) * 1000);
        assertThat(answers.get(0).seenMillis()).isEqualTo(answers.get(0).redisMillis());
    }

    @Test
    void group_ofTwoProcesses_hasACountEachAndOnePayload() {
        scripts.applyEvents("p", 1, now, line("a", 3, "first"));
        Batch other = RawScripts.batch(RawScripts.number("p", 2), Window.second(now), line("a", 4, ""));

        BatchReply answer = scripts.apply(
                new Batch(other.number(), 1, other.window(), other.lines()), new Standing(RawScripts.REDIS_ID, 0));

        assertThat(answer.missing()).isEmpty();
        assertThat(scripts.texts("ZRANGE", scripts.keys.counts(Window.second(now)), 0, -1, "WITHSCORES"))
                .containsExactly(name("a"), "3", group("a") + "\0\0\0\0\0\0\0\u0001", "4");
        assertThat(scripts.texts("HGETALL", scripts.keys.payloads(Window.second(now))))
                .containsExactly(group("a"), "first");
    }

    @Test
    void replay_sameNumber_changesNothing() {
        scripts.applyEvents("p", 1, now, line("a", 3, "x"));
        scripts.applyEvents("p", 2, now, line("a", 4, ""));

        assertThat(scripts.applyEvents("p", 2, now, line("a", 4, ""))).containsExactly("0", "2");
        assertThat(scripts.applyEvents("p", 1, now, line("a", 3, "other"))).containsExactly("0", "2");

        assertThat(count(now, "a")).isEqualTo("7");
        assertThat(payload(now, "a")).isEqualTo("x");
    }

    @Test
    void gap_isRefusedWithLast_thenAppliedInOrder() {
        scripts.applyEvents("p", 1, now, line("a", 1, "x"));

        assertThat(scripts.applyEvents("p", 3, now, line("a", 100, ""))).containsExactly("0", "1");
        assertThat(count(now, "a")).isEqualTo("1");

        assertThat(scripts.applyEvents("p", 2, now, line("a", 10, ""))).containsExactly("1");
        assertThat(scripts.applyEvents("p", 3, now, line("a", 100, ""))).containsExactly("1");
        assertThat(count(now, "a")).isEqualTo("111");
    }

    @Test
    void producer_unknown_mustBeginWithOne() {
        assertThat(scripts.applyEvents("stranger", 5, now, line("a", 1, "x"))).containsExactly("0", "0");
        assertThat(scripts.text("EXISTS", scripts.keys.counts(Window.second(now))))
                .isEqualTo("0");

        assertThat(scripts.applyEvents("stranger", 1, now, line("a", 1, "x"))).containsExactly("1");
    }

    @Test
    void replay_ofWindowNowTooOld_isAnsweredAsReplay() {
        scripts.applyEvents("p", 1, now, line("a", 1, "x"));

        assertThat(scripts.applyEvents("p", 1, now - 2 * HOUR, line("a", 1, "x")))
                .containsExactly("0", "1");
    }

    @Test
    void successor_ofRefusedBatch_isAGapAndNeverMakesItAReplay() {
        scripts.applyEvents("p", 1, now, line("a", 1, "x"));

        assertThat(scripts.applyEvents("p", 2, now - 2 * HOUR, line("a", 10, "x")))
                .containsExactly("-1");
        assertThat(scripts.applyEvents("p", 3, now, line("a", 100, "x"))).containsExactly("0", "1");
        assertThat(scripts.applyEvents("p", 4, now - 2 * HOUR, line("a", 1000, "x")))
                .containsExactly("0", "1");

        assertThat(scripts.applyEvents("p", 2, now, line("a", 10, "x"))).containsExactly("1");
        assertThat(scripts.applyEvents("p", 3, now, line("a", 100, "x"))).containsExactly("1");
        assertThat(count(now, "a")).isEqualTo("111");
    }

    @Test
    void window_outOfRange_consumesNoNumberAndWritesNothing() {
        assertThat(scripts.applyEvents("p", 1, now - HOUR - 5, line("a", 1, "x")))
                .containsExactly("-1");
        assertThat(scripts.applyEvents("p", 1, now + 30, line("a", 1, "x"))).containsExactly("-1");
        assertThat(scripts.texts("KEYS", "*")).containsExactly("{cl.2:0}:book");
        assertThat(scripts.texts("HKEYS", scripts.keys.book())).containsExactly("~id");

        assertThat(scripts.applyEvents("p", 1, now - HOUR + 60, line("a", 1, "x")))
                .containsExactly("1");
        assertThat(scripts.applyEvents("p", 2, now + 3, line("a", 1, "x"))).containsExactly("1");
    }

    @Test
    void payload_reportedTwice_firstWins() {
        scripts.applyEvents("p", 1, now, line("a", 1, "first"));
        scripts.applyEvents("q", 1, now, line("a", 1, "second"));

        assertThat(payload(now, "a")).isEqualTo("first");
        assertThat(count(now, "a")).isEqualTo("2");
    }

    @Test
    void payload_missing_isNamedAndBroughtByFollowUp() {
        assertThat(scripts.applyEvents("p", 1, now, line("a", 2, ""), line("b", 1, "x"), line("c", 5, "")))
                .containsExactly("1", group("a"), group("c"));

        assertThat(scripts.applyEvents("p", 2, now, line("a", 0, "event a"), line("c", 0, "event c")))
                .containsExactly("1");

        assertThat(payload(now, "a")).isEqualTo("event a");
        assertThat(count(now, "a")).isEqualTo("2");
        assertThat(count(now, "c")).isEqualTo("5");
    }

    @Test
    void groups_newAndKnown_inOneBatch_areCountedEach() {
        scripts.applyEvents("p", 1, now, line("a", 1, "event a"), line("b", 2, ""));

        assertThat(scripts.applyEvents(
                        "p",
                        2,
                        now,
                        line("c", 3, "event c"),
                        line("a", 4, "other"),
                        line("d", 5, ""),
                        line("b", 6, "event b")))
                .containsExactly("1", group("d"));

        assertThat(List.of(count(now, "a"), count(now, "b"), count(now, "c"), count(now, "d")))
                .containsExactly("5", "8", "3", "5");
        assertThat(List.of(payload(now, "a"), payload(now, "b"), payload(now, "c")))
                .containsExactly("event a", "event b", "event c");
    }

    @Test
    void group_twiceInABatch_isCountedTwice() {
        assertThat(scripts.applyEvents(
                        "p", 1, now, line("a", 3, "x"), line("b", 1, "y"), line("a", 4, "x"), line("a", 5, "x")))
                .containsExactly("1");
        scripts.applyEvents("p", 2, now, line("a", 10, ""), line("a", 20, ""));

        assertThat(count(now, "a")).isEqualTo("42");
        assertThat(count(now, "b")).isEqualTo("1");
        assertThat(payload(now, "a")).isEqualTo("x");
    }

    @Test
    void counts_ofWrongType_failThenTheRetryCountsOnce() {
        scripts.texts("SET", scripts.keys.counts(Window.second(now)), "in the way");
        assertThatThrownBy(() -> scripts.applyEvents("p", 1, now, line("a", 3, "x"), line("b", 4, "y")))
                .isInstanceOf(RedisCliException.class)
                .hasMessageContaining("WRONGTYPE");
        scripts.texts("DEL", scripts.keys.counts(Window.second(now)));

        assertThat(scripts.applyEvents("p", 1, now, line("a", 3, "x"), line("b", 4, "y")))
                .containsExactly("1");

        assertThat(count(now, "a")).isEqualTo("3");
        assertThat(count(now, "b")).isEqualTo("4");
        assertThat(payload(now, "a")).isEqualTo("x");
    }

    @Test
    void index_ofWrongType_failsBeforeAnyCount() {
        scripts.texts("SET", scripts.keys.open(Signal.EVENTS), "in the way");
        assertThatThrownBy(() -> scripts.applyEvents("p", 1, now, line("a", 3, "x")))
                .isInstanceOf(RedisCliException.class)
                .hasMessageContaining("WRONGTYPE");
        assertThat(scripts.text("EXISTS", scripts.keys.counts(Window.second(now))))
                .isEqualTo("0");
        scripts.texts("DEL", scripts.keys.open(Signal.EVENTS));

        assertThat(scripts.applyEvents("p", 1, now, line("a", 3, "x"))).containsExactly("1");
        assertThat(count(now, "a")).isEqualTo("3");
    }

    @Test
    void cap_onGroups_countsTheRestTogether() {
        scripts.maxGroups = 2;
        scripts.applyEvents("p", 1, now, line("a", 1, "x"), line("b", 2, "x"), line("c", 3, "x"));
        scripts.applyEvents("p", 2, now, line("d", 4, "x"), line("a", 5, ""));

        assertThat(count(now, "a")).isEqualTo("6");
        assertThat(count(now, "b")).isEqualTo("2");
        assertThat(count(now, "c")).isEmpty();
        assertThat(scripts.text("ZSCORE", scripts.keys.counts(Window.second(now)), OVERFLOW))
                .isEqualTo("7");
        assertThat(scripts.texts("HKEYS", scripts.keys.payloads(Window.second(now))))
                .containsExactlyInAnyOrder(group("a"), group("b"));
    }

    @Test
    void cap_onGroups_exemptsDropReports() {
        scripts.maxGroups = 1;
        scripts.applyEvents("p", 1, now, line("a", 1, "x"), line("b", 1, "x"));

        scripts.applyEvents("p", 2, now, new Line("~drop:bufferFull:50524f4345535378", 9, "who"));

        assertThat(scripts.text("ZSCORE", scripts.keys.counts(Window.second(now)), "~drop:bufferFull:50524f4345535378"))
                .isEqualTo("9");
        assertThat(scripts.text("ZSCORE", scripts.keys.counts(Window.second(now)), OVERFLOW))
                .isEqualTo("1");
    }

    @Test
    void index_manyReports_holdsTheWindowOnce() {
        scripts.applyEvents("p", 1, now, line("a", 1, "x"));
        scripts.applyEvents("q", 1, now, line("b", 1, "x"));
        scripts.applyEvents("p", 2, now - 7, line("a", 1, "x"));

        assertThat(scripts.texts("ZRANGE", scripts.keys.open(Signal.EVENTS), 0, -1, "WITHSCORES"))
                .containsExactly("" + (now - 7), "" + (now - 7), "" + now, "" + now);
    }

    @Test
    void index_windowThatWasSealed_holdsWhenItWasOpenedAgain() {
        long second = now - 7;
        scripts.applyEvents("p", 1, second, line("a", 1, "x"));
        scripts.seal(RawScripts.sealed(Window.second(second), 1), "me");
        scripts.applyEvents("p", 2, second, line("a", 1, "x"));
        String opened = scripts.text("ZSCORE", scripts.keys.open(Signal.EVENTS), second);

        scripts.applyEvents("p", 3, second, line("a", 1, "x"));

        assertThat(Double.parseDouble(opened)).isBetween((double) now, scripts.second() + 1.0);
        assertThat(scripts.text("ZSCORE", scripts.keys.open(Signal.EVENTS), second))
                .isEqualTo(opened);
    }

    @Test
    void batch_ofThousandLines_fitsOneCall() {
        Line[] lines = IntStream.range(0, 1000)
                .mapToObj(i -> line("g" + i, i + 1, "payload"))
                .toArray(Line[]::new);

        assertThat(scripts.applyEvents("p", 1, now, lines)).containsExactly("1");

        assertThat(scripts.text("ZCARD", scripts.keys.counts(Window.second(now))))
                .isEqualTo("1000");
        assertThat(count(now, "g999")).isEqualTo("1000");
    }
}
