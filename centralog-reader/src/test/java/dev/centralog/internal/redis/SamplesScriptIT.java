// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static dev.centralog.internal.redis.RawScripts.group;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.fold.EventSample;
import dev.centralog.internal.fold.LineSamples;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.wire.Window;
import dev.centralog.testkit.EachRedisClass;
import dev.centralog.testkit.LocalRedis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of what the script {@code apply-events} does with samples. */
@EachRedisClass
class SamplesScriptIT {
    private static final String INDEX_HEAD = "o0000000";
    private final LocalRedis redis;
    private final RawScripts scripts;
    private long now;
    private long sequence;

    SamplesScriptIT(LocalRedis redis) {
        this.redis = redis;
        this.scripts = new RawScripts(redis);
    }

    @BeforeEach
    void begin() {
        redis.flush();
        now = scripts.second();
        scripts.maxSamples = 3;
        scripts.ask();
    }

    @AfterEach
    void close() {
        scripts.close();
    }

    private static EventSample sample(long number, String content) {
        return new EventSample(number, content.getBytes(UTF_8));
    }

    private static BatchLine line(String payload, @Nullable EventSample own, EventSample... further) {
        return new BatchLine(
                group("a").getBytes(UTF_8),
                further.length + (own == null ? 0 : 1),
                payload.getBytes(UTF_8),
                new LineSamples(own, Arrays.asList(further), 0));
    }

    private void apply(long process, BatchLine... lines) {
        Batch batch = new Batch(RawScripts.number("p", ++sequence), process, Window.second(now), List.of(lines));
        assertThat(scripts.apply(batch, new Standing(RawScripts.REDIS_ID, now * 1000))
                        .outcome())
                .isEqualTo(dev.centralog.internal.ship.BatchReply.Outcome.APPLIED);
    }

    private String value(String field) {
        return scripts.text("HGET", scripts.keys.payloads(Window.second(now)), field);
    }

    private static String entry(long process, long number) {
        return ModelRedis.name(Book.raw(process)) + ModelRedis.name(Book.raw(number));
    }

    private String count(String name) {
        return scripts.text("ZSCORE", scripts.keys.counts(Window.second(now)), name);
    }

    private String leftOut(long process) {
        return count("~left:redis:000000000000000" + process);
    }

    @Test
    void event_ofThePayload_isNoSample() {
        apply(1, line("event", sample(1, "own")));

        assertThat(scripts.texts("HKEYS", scripts.keys.payloads(Window.second(now))))
                .containsExactly(group("a"));
    }

    @Test
    void samples_furtherOnes_areFieldsThatTheIndexNames() {
        apply(1, line("event", sample(1, "own"), sample(2, "second")), line("", null, sample(3, "third")));

        assertThat(value(group("a") + entry(1, 2))).isEqualTo("second");
        assertThat(value(group("a") + entry(1, 3))).isEqualTo("third");
        assertThat(value(group("a") + "s")).isEqualTo("o00000011" + entry(1, 2) + entry(1, 3));
        assertThat(leftOut(1)).isEmpty();
    }

    @Test
    void event_ofAnotherProcess_becomesASample() {
        apply(1, line("event", sample(1, "own")));
        apply(2, line("other", sample(1, "of the other")));

        assertThat(value(group("a"))).isEqualTo("event");
        assertThat(value(group("a") + "s")).isEqualTo("o00000012" + entry(2, 1));
        assertThat(value(group("a") + entry(2, 1))).isEqualTo("of the other");
    }

    @Test
    void payload_thatWasCountedBefore_isNoted() {
        apply(1, line("event", null, sample(5, "late")));

        assertThat(value(group("a") + "s")).isEqualTo("b00000004" + entry(1, 5));
    }

    @Test
    void samples_beyondTheMost_areLeftOutAndCounted() {
        apply(1, line("event", sample(1, "own"), sample(2, "a"), sample(3, "b"), sample(4, "c"), sample(5, "d")));
        apply(2, line("other", sample(1, "e")));

        assertThat(value(group("a") + "s")).isEqualTo("o00000003" + entry(1, 2) + entry(1, 3) + entry(1, 4));
        assertThat(leftOut(1)).isEqualTo("1");
        assertThat(leftOut(2)).isEqualTo("1");
    }

    @Test
    void samples_beyondAMebibyte_areLeftOutAndCounted() {
        String large = "x".repeat(600_000);
        apply(1, line("event", sample(1, ""), sample(2, large), sample(3, large), sample(4, "small")));

        assertThat(value(group("a") + "s")).isEqualTo("o00600005" + entry(1, 2) + entry(1, 4));
        assertThat(leftOut(1)).isEqualTo("1");
    }

    @Test
    void samples_leftOutByTheProcess_areCountedInTheSameBatch() {
        BatchLine line = new BatchLine(
                group("a").getBytes(UTF_8), 7, "event".getBytes(UTF_8), new LineSamples(sample(1, ""), List.of(), 6));
        apply(1, line);
        apply(1, line);

        assertThat(count("~left:0000000000000001")).isEqualTo("12");
        assertThat(leftOut(1))
                .as("its first event met another one, and had no sample")
                .isEqualTo("1");
    }

    @Test
    void samples_ofGroupsBeyondTheCap_areLeftOutAndCounted() {
        scripts.maxGroups = 1;
        apply(1, line("event", sample(1, "own")));
        apply(2, line("other", sample(1, "own"), sample(2, "second")));

        assertThat(leftOut(2)).isEqualTo("2");
        assertThat(value(group("a") + "s")).isEmpty();
    }

    @Test
    void sample_thatIsThereAlready_isKeptOnce() {
        scripts.call(
                "HSET",
                scripts.keys.payloads(Window.second(now)),
                (group("a") + "s").getBytes(UTF_8),
                (INDEX_HEAD + "1" + entry(1, 2)).getBytes(UTF_8));
        apply(1, line("event", sample(1, "own"), sample(2, "a")));

        assertThat(value(group("a") + "s")).isEqualTo(INDEX_HEAD + "1" + entry(1, 2));
        assertThat(leftOut(1)).isEmpty();
    }

    @Test
    void index_thatIsNoneOfOurs_isReplaced() {
        scripts.call("HSET", scripts.keys.payloads(Window.second(now)), group("a") + "s", "rubbish");
        apply(1, line("event", sample(1, "own"), sample(2, "a")));

        assertThat(value(group("a") + "s")).isEqualTo(INDEX_HEAD + "1" + entry(1, 2));
    }

    @Test
    void batch_ofTheMostLinesAndSamples_fitsOneCall() {
        scripts.maxSamples = 1000;
        List<BatchLine> lines = new ArrayList<>();
        for (int i = 0; i < Batch.MAX_LINES; i++) {
            int further = i == Batch.MAX_LINES - 1 ? 257 : 0;
            List<EventSample> samples = new ArrayList<>();
            for (int number = 0; number < further; number++) {
                samples.add(sample(number, "sample"));
            }
            lines.add(new BatchLine(
                    group("g" + i).getBytes(UTF_8),
                    1 + further,
                    "event".getBytes(UTF_8),
                    new LineSamples(sample(1, "own"), samples, 0)));
        }
        apply(1, lines.toArray(new BatchLine[0]));

        assertThat(scripts.text("HLEN", scripts.keys.payloads(Window.second(now))))
                .isEqualTo("" + (Batch.MAX_LINES + 257 + 1));
    }
}
