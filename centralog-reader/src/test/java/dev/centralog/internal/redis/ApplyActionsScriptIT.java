// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.decode.TotalsDecoder;
import dev.centralog.internal.redis.RawScripts.Line;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.wire.TotalsEncoder;
import dev.centralog.internal.wire.Window;
import dev.centralog.testkit.EachRedisClass;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCliException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the script {@code apply-actions}, where it differs from the script of {@link ApplyEventsScriptIT}. */
@EachRedisClass
class ApplyActionsScriptIT {
    private static final long LENGTH = 600;

    private final LocalRedis redis;
    private final RawScripts scripts;
    private Window slice;

    ApplyActionsScriptIT(LocalRedis redis) {
        this.redis = redis;
        this.scripts = new RawScripts(redis);
        this.slice = Window.slice(scripts.second(), LENGTH);
    }

    @BeforeEach
    void empty() {
        redis.flush();
        slice = Window.slice(scripts.second(), LENGTH);
    }

    @AfterEach
    void close() {
        scripts.close();
    }

    private static Line line(String group, long count, ActionTotals totals) {
        return new Line(group, count, new String(TotalsEncoder.encode(totals), UTF_8));
    }

    private static Line line(String group, long count) {
        return new Line(group, count, "");
    }

    private static ActionTotals values(String... values) {
        List<BigDecimal> all = List.of(values).stream().map(BigDecimal::new).toList();
        BigDecimal sum = all.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal min = all.stream().min(BigDecimal::compareTo).orElseThrow();
        BigDecimal max = all.stream().max(BigDecimal::compareTo).orElseThrow();
        return new ActionTotals(all.size(), sum, min, max, 0, null, null, List.of());
    }

    private static ActionTotals payload(long second, String text, String... samples) {
        Payload payload = new Payload(Instant.ofEpochSecond(second, 5), text);
        return new ActionTotals(0, null, null, null, 0, payload, payload, List.of(samples));
    }

    private String count(String group) {
        return scripts.text("ZSCORE", scripts.keys.counts(slice), group);
    }

    private ActionTotals totals(String group) {
        return TotalsDecoder.decode(
                scripts.text("HGET", scripts.keys.payloads(slice), group).getBytes(UTF_8));
    }

    @Test
    void counts_ofSeveralBatches_areAddedUp() {
        assertThat(scripts.applyActions("p", 1, slice, line("2:42logon", 3), line("2:42view", 1)))
                .containsExactly("1");
        assertThat(scripts.applyActions("q", 1, slice, line("2:42logon", 4))).containsExactly("1");
        assertThat(scripts.applyActions("p", 1, slice, line("2:42logon", 3))).containsExactly("0", "1");

        assertThat(count("2:42logon")).isEqualTo("7");
        assertThat(count("2:42view")).isEqualTo("1");
        assertThat(scripts.texts("ZRANGE", scripts.keys.open(slice.signal()), 0, -1))
                .containsExactly(slice.toString());
        assertThat(scripts.texts("KEYS", "*d:*")).isEmpty();
    }

    @Test
    void group_twiceInABatch_isOne() {
        scripts.applyActions(
                "p", 1, slice, line("1:1a", 3, values("1", "2", "3")), line("1:1a", 4, values("4", "5", "6", "7")));

        assertThat(count("1:1a")).isEqualTo("7");
        assertThat(totals("1:1a")).isEqualTo(values("1", "2", "3", "4", "5", "6", "7"));
    }

    @Test
    void sums_areExact_whereDoublesAreNot() {
        String[] hard = {
            "9223372036854775807",
            "9223372036854775807",
            "-1",
            "0.000000001",
            "-9223372036854775807.999999999",
            "0.1",
            "0.2",
            "9007199254740993"
        };
        for (int i = 0; i < hard.length; i++) {
            scripts.applyActions("p", i + 1, slice, line("1:1a", 1, values(hard[i])));
        }

        ActionTotals expected = values(hard);
        assertThat(totals("1:1a").sum()).isEqualByComparingTo(expected.sum());
        assertThat(totals("1:1a").min()).isEqualByComparingTo(expected.min());
        assertThat(totals("1:1a").max()).isEqualByComparingTo(expected.max());
        assertThat(totals("1:1a").values()).isEqualTo(hard.length);
    }

    @Test
    void sums_ofRandomNumbers_areExact() {
        long seed = new Random().nextLong();
        System.out.println("ApplyActionsScriptIT: seed " + seed);
        Random random = new Random(seed);
        String[] numbers = new String[300];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = BigDecimal.valueOf(random.nextLong() >> random.nextInt(63), random.nextInt(10))
                    .toPlainString();
            scripts.applyActions("p", i + 1, slice, line("1:1a", 1, values(numbers[i])));
        }

        ActionTotals expected = values(numbers);
        ActionTotals found = totals("1:1a");
        assertThat(found.sum()).isEqualByComparingTo(expected.sum());
        assertThat(found.min()).isEqualByComparingTo(expected.min());
        assertThat(found.max()).isEqualByComparingTo(expected.max());
    }

    @Test
    void sums_beyondEveryInteger_areExact() {
        BigDecimal huge = new BigDecimal("98765432109876543210987654321.5");
        scripts.applyActions("p", 1, slice, line("1:1a", 1, values(huge.toPlainString())));
        scripts.applyActions("p", 2, slice, line("1:1a", 1, values(huge.toPlainString())));

        assertThat(totals("1:1a").sum()).isEqualByComparingTo(huge.add(huge));
    }

    @Test
    void payloads_keepFirstLastAndSamples() {
        scripts.applyActions("p", 1, slice, line("1:1a", 1, payload(20, "b", "b", "é\"\\\u0001")));
        scripts.applyActions("p", 2, slice, line("1:1a", 1, payload(30, "c", "b", "c")));
        scripts.applyActions("p", 3, slice, line("1:1a", 1, payload(10, "a", "d")));

        ActionTotals found = totals("1:1a");
        assertThat(found.first()).isEqualTo(new Payload(Instant.ofEpochSecond(10, 5), "a"));
        assertThat(found.last()).isEqualTo(new Payload(Instant.ofEpochSecond(30, 5), "c"));
        assertThat(found.samples()).containsExactly("b", "é\"\\\u0001", "c");
        assertThat(found.sum()).isNull();
    }

    @Test
    void payloads_ofOneTime_areFirstAndLastAsTheyCame() {
        scripts.applyActions("p", 1, slice, line("g", 1, payload(7, "one")));
        scripts.applyActions("p", 2, slice, line("g", 1, payload(7, "two")));

        assertThat(totals("g").first()).isEqualTo(new Payload(Instant.ofEpochSecond(7, 5), "one"));
        assertThat(totals("g").last()).isEqualTo(new Payload(Instant.ofEpochSecond(7, 5), "two"));
    }

    @Test
    void payloads_ofWhateverText_comeThrough() {
        String all = "\0 \u0001 \u001f \u007f \u0085 \u2028 \ufffe \uffff é 😀 \"\\/ </script> \r\n\t";
        String broken = "\ud83d";
        scripts.applyActions("p", 1, slice, line("1:1a", 1, payload(20, all, all)));
        scripts.applyActions("p", 2, slice, line("1:1a", 1, values("5")));
        scripts.applyActions("p", 3, slice, line("1:1a", 1, payload(30, broken, "\ude00" + broken, broken + "x")));

        ActionTotals found = totals("1:1a");
        assertThat(found.sum()).isEqualByComparingTo("5");
        assertThat(found.first()).isEqualTo(new Payload(Instant.ofEpochSecond(20, 5), all));
        assertThat(found.last()).isEqualTo(new Payload(Instant.ofEpochSecond(30, 5), "\ufffd"));
        assertThat(found.samples()).containsExactly(all, "\ufffd\ufffd", "\ufffdx");
    }

    @Test
    void payloads_ofAnyTime_leaveTheTotalsReadable() {
        scripts.applyActions("p", 1, slice, line("1:1a", 1, payload(Instant.MAX.getEpochSecond(), "far", "far")));
        scripts.applyActions("p", 2, slice, line("1:1a", 1, payload(Instant.MIN.getEpochSecond(), "long ago")));
        scripts.applyActions("p", 3, slice, line("1:1a", 1, payload(99_999_999_999_998L, "nearly as far")));
        scripts.applyActions("p", 4, slice, line("1:1a", 1, values("7")));

        ActionTotals found = totals("1:1a");
        assertThat(found.first()).isEqualTo(new Payload(Instant.ofEpochSecond(-99_999_999_999_999L, 5), "long ago"));
        assertThat(found.last()).isEqualTo(new Payload(Instant.ofEpochSecond(99_999_999_999_999L, 5), "far"));
        assertThat(found.samples()).containsExactly("far");
        assertThat(found.sum()).isEqualByComparingTo("7");
    }

    @Test
    void samples_ofAWriterThatKeepsFewer_leaveThoseOfOthers() {
        scripts.applyActions("p", 1, slice, line("1:1a", 1, payload(1, "a", "a", "b", "c")));
        scripts.maxSamples = 0;
        scripts.applyActions("q", 1, slice, line("1:1a", 1, payload(2, "d")));
        assertThat(totals("1:1a").samples()).containsExactly("a", "b", "c");

        scripts.maxSamples = 1;
        scripts.applyActions("q", 2, slice, line("1:1a", 1, payload(2, "d", "d")));
        scripts.maxSamples = 4;
        scripts.applyActions("q", 3, slice, line("1:1a", 1, payload(2, "e", "e", "f")));

        assertThat(totals("1:1a").samples()).containsExactly("a", "b", "c", "e");
    }

    @Test
    void samples_togetherStayWithinTheirBytes_andNoValueIsLost() {
        scripts.maxSamples = 100;
        for (int i = 0; i < 20; i++) {
            String text = (char) ('a' + i) + "é".repeat(5000);
            scripts.applyActions("p", 2 * i + 1, slice, line("1:1a", 1, payload(i, text, text, "short " + i)));
            scripts.applyActions("p", 2 * i + 2, slice, line("1:1a", 1, values("1")));
        }

        ActionTotals found = totals("1:1a");
        assertThat(found.samples().stream()
                        .mapToInt(text -> text.getBytes(UTF_8).length)
                        .sum())
                .isBetween(60_000, TotalsEncoder.MAX_SAMPLE_BYTES);
        assertThat(found.samples()).contains("short 19").doesNotHaveDuplicates();
        assertThat(found.first()).isNotNull().returns("a" + "é".repeat(5000), Payload::text);
        assertThat(found.last()).isNotNull().returns("t" + "é".repeat(5000), Payload::text);
        assertThat(found.sum()).isEqualByComparingTo("20");
    }

    @Test
    void totals_thatCantBeAddedUp_areKeptAndMakeTheLineUnreadable() {
        for (String junk : List.of(
                "junk",
                "7",
                "null",
                "{\"s\":1}",
                "{\"n\":\"x\"}",
                "{\"n\":1e14}",
                "{\"s\":[1,2,3]}",
                "{\"s\":[1e999,1,1,1]}",
                "{\"f\":[1e14,1,\"x\"]}",
                "{\"f\":[1,1,\"x\",1e999]}",
                "{\"v\":1,\"n\":0,\"p\":[\"\\ud83d\"]}")) {
            for (boolean comesFirst : new boolean[] {true, false}) {
                redis.flush();
                Line values = line("1:1a", 2, values("3", "4"));
                Line unreadable = new Line("1:1a", 3, junk);

                assertThat(scripts.applyActions("p", 1, slice, comesFirst ? unreadable : values, line("1:1b", 1)))
                        .as(junk)
                        .containsExactly("1");
                assertThat(scripts.applyActions("p", 2, slice, comesFirst ? values : unreadable))
                        .as(junk)
                        .containsExactly("1");

                assertThat(count("1:1a")).isEqualTo("5");
                assertThat(count("1:1b")).isEqualTo("1");
                assertThatThrownBy(() -> totals("1:1a")).as(junk).isInstanceOf(UnreadableEventException.class);
                String kept = scripts.text("HGET", scripts.keys.payloads(slice), "1:1a");
                assertThat(kept).as(junk).contains("\"s\":[0,0,7,0]").contains(quoted(junk));
            }
        }
    }

    @Test
    void totals_thatCantBeAddedUp_areAllKept() {
        scripts.applyActions("p", 1, slice, new Line("1:1a", 1, "one"), new Line("1:1a", 1, "two"));
        scripts.applyActions("p", 2, slice, new Line("1:1a", 1, "three"));

        assertThat(scripts.text("HGET", scripts.keys.payloads(slice), "1:1a")).contains("\"one\\ntwo\\nthree\"");
    }

    private static String quoted(String text) {
        return "\"u\":\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Test
    void totals_thatAreNoneInRedis_neverStopTheRest() {
        scripts.texts("HSET", scripts.keys.payloads(slice), "1:1a", "junk", "1:1c", "{}");

        assertThat(scripts.applyActions(
                        "p",
                        1,
                        slice,
                        line("1:1a", 2, values("3", "4")),
                        line("1:1b", 1),
                        line("1:1c", 1, values("5"))))
                .containsExactly("1");

        assertThat(scripts.text("HGET", scripts.keys.payloads(slice), "1:1a"))
                .contains("\"s\":[0,0,7,0]")
                .contains("\"u\":\"junk\"");
        assertThat(count("1:1b")).isEqualTo("1");
        assertThat(totals("1:1c").sum()).isEqualByComparingTo("5");
    }

    @Test
    void groups_beyondTheCap_areCountedTogetherWithTheirValues() {
        scripts.maxGroups = 2;
        scripts.applyActions(
                "p", 1, slice, line("1:1a", 1), line("1:2a", 1, values("5")), line("1:3a", 2, values("1", "2")));
        scripts.applyActions(
                "p", 2, slice, line("1:4a", 1, payload(1, "x", "x")), line("1:2a", 1, values("6")), line("1:4a", 3));

        assertThat(count("1:1a")).isEqualTo("1");
        assertThat(count("1:2a")).isEqualTo("2");
        assertThat(totals("1:2a").sum()).isEqualByComparingTo("11");
        assertThat(count("~overflow")).isEqualTo("6");
        assertThat(totals("~overflow").sum()).isEqualByComparingTo("3");
        assertThat(totals("~overflow").first()).isNull();
        assertThat(totals("~overflow").samples()).isEmpty();
    }

    @Test
    void book_ofAnotherType_failsBeforeAnyCount() {
        scripts.texts("RPUSH", scripts.keys.book(), "x");
        Batch batch = RawScripts.batch(RawScripts.number("p", 1), slice, line("1:1a", 1, values("3")));

        assertThatThrownBy(() -> scripts.apply(batch, new Standing(RawScripts.REDIS_ID, 1)))
                .hasMessageContaining("WRONGTYPE");

        assertThat(scripts.texts("KEYS", "*")).hasSize(1);
    }

    @Test
    void keys_ofAnotherType_leaveNothingHalfDone() {
        for (byte[] key :
                List.of(scripts.keys.counts(slice), scripts.keys.payloads(slice), scripts.keys.open(slice.signal()))) {
            redis.flush();
            scripts.texts("RPUSH", key, "x");

            assertThatThrownBy(() -> scripts.applyActions("p", 1, slice, line("1:1a", 1, values("3"))))
                    .isInstanceOf(RedisCliException.class);
            scripts.texts("DEL", key);
            assertThat(scripts.texts("HKEYS", scripts.keys.book())).containsExactly("~id");
            assertThat(scripts.texts("KEYS", "*")).hasSize(1);

            assertThat(scripts.applyActions("p", 1, slice, line("1:1a", 1, values("3"))))
                    .containsExactly("1");
            assertThat(count("1:1a")).isEqualTo("1");
            assertThat(totals("1:1a").sum()).isEqualByComparingTo("3");
        }
    }

    @Test
    void slices_inTheRing_areReachedAndNoOlderOnes() {
        Window oldest = slice.at(slice.start() - 5 * LENGTH);

        assertThat(scripts.applyActions("p", 1, oldest, line("1:1a", 1))).containsExactly("1");
        assertThat(scripts.applyActions("p", 2, oldest.at(oldest.start() - LENGTH), line("1:1a", 1)))
                .containsExactly("-1");
        assertThat(scripts.applyActions("p", 2, slice.at(slice.end() + LENGTH), line("1:1a", 1)))
                .containsExactly("-1");
        assertThat(scripts.applyActions("p", 2, slice, line("1:1a", 1))).containsExactly("1");
    }

    @Test
    void numbers_areSharedWithReports() {
        long now = scripts.second();
        assertThat(scripts.applyActions("p", 1, slice, line("1:1a", 1))).containsExactly("1");
        assertThat(scripts.applyEvents("p", 2, now, RawScripts.line("a", 1, "x")))
                .containsExactly("1");
        assertThat(scripts.applyEvents("p", 1, now, RawScripts.line("a", 1, "x")))
                .containsExactly("0", "2");
        assertThat(scripts.applyActions("p", 5, slice, line("1:1a", 1))).containsExactly("0", "2");
    }

    @Test
    void slice_twoBehind_isSealedWithItsTotals() {
        Window behind = slice.at(slice.start() - 2 * LENGTH);
        scripts.applyActions("p", 1, behind, line("1:1a", 2, values("1", "2")));
        SealedId first = RawScripts.sealed(behind, 1);
        scripts.graceSeconds = 600;

        assertThat(scripts.seal(RawScripts.sealed(slice.at(slice.start() - LENGTH), 1), "me"))
                .isEqualTo(-1);
        long sealed = scripts.second();
        assertThat(scripts.seal(first, "me")).isEqualTo(1);
        scripts.applyActions("p", 2, behind, line("1:1a", 5, values("1", "1", "1", "1", "1")));

        assertThat(Double.parseDouble(scripts.text("ZSCORE", scripts.keys.open(slice.signal()), behind)))
                .isBetween((double) sealed, scripts.second() + 1.0);
        assertThat(scripts.text("ZSCORE", scripts.keys.sealedCounts(first), "1:1a"))
                .isEqualTo("2");
        assertThat(scripts.seal(first, "me")).isEqualTo(-2);
        assertThat(scripts.seal(RawScripts.sealed(behind, 2), "me")).isEqualTo(1);
        assertThat(scripts.text("ZSCORE", scripts.keys.sealedCounts(RawScripts.sealed(behind, 2)), "1:1a"))
                .isEqualTo("5");
    }
}
