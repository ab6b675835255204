// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.LogEvent;
import dev.centralog.Logs;
import dev.centralog.StatusListener;
import dev.centralog.gather.GatheredEvent.Flag;
import dev.centralog.testkit.EachRedis;
import dev.centralog.testkit.LocalRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/** Tests of windows that come late, are taken over, disappear, or are incomplete. */
class DeliveryIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final StatusListener SILENT = (severity, message, cause) -> {};

    private final List<Centralog> applications = new ArrayList<>();

    /** Ends the applications that have logged. */
    @AfterEach
    void close() {
        applications.forEach(Centralog::close);
    }

    private void log(CentralogConfig config, LogEvent... events) {
        applications.add(Logs.logByOneThatRunsOn(config, events));
    }

    private static EventSource open(CentralogConfig config) {
        return EventSource.open(config, SILENT);
    }

    private static EventWindow claim(EventSource source) throws InterruptedException {
        return Objects.requireNonNull(source.claim(LONG));
    }

    /** Ends the lease, as if its holder had slept. */
    private static void endLease(LocalRedis redis) {
        redis.cliList("ZRANGE", "{cl.2:0}:lease", "0", "-1")
                .forEach(id -> redis.cli("ZADD", "{cl.2:0}:lease", "1", id));
    }

    private static String onlyKey(LocalRedis redis, String pattern) {
        List<String> keys = redis.cliList("KEYS", pattern);
        assertThat(keys).hasSize(1);
        return keys.get(0);
    }

    @EachRedis
    void report_afterTheSeal_makesASecondDelivery(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        LogEvent event = Logs.event("same", Logs.ago(Duration.ofSeconds(3)));
        try (EventSource source = open(config)) {
            log(config, event, event);
            EventWindow first = claim(source);
            log(config, event, event, event);
            EventWindow second = claim(source);

            assertThat(first.delivery()).endsWith(":0:1");
            assertThat(second.delivery()).endsWith(":0:2");
            assertThat(second.windowStart()).isEqualTo(first.windowStart());
            GatheredEvent late = second.content().events().get(0);
            assertThat(late.repeats()).isEqualTo(3);
            assertThat(late.flag()).isEqualTo(Flag.NONE);
            assertThat(first.content().events().get(0).groupId()).isEqualTo(late.groupId());
        }
    }

    @EachRedis
    void reports_lateInACrowd_areHeldTogether(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis).with(ReaderSettings.LATE_HOLD, Duration.ofSeconds(2));
        LogEvent event = Logs.event("same", Logs.ago(Duration.ofSeconds(3)));
        try (EventSource source = open(config)) {
            log(config, event);
            claim(source).acknowledge();
            for (int i = 0; i < 5; i++) {
                log(config, event);
                assertThat(source.claim(Duration.ZERO)).isNull();
            }

            assertThat(claim(source).content().events().get(0).repeats()).isEqualTo(5);
        }
    }

    /** Checks that a delivery that waits keeps its name, and that one sealed afterwards has a name never used before. */
    @EachRedis
    void book_removed_leavesWhatWasSealed(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        Instant time = Logs.ago(Duration.ofSeconds(3));
        log(config, Logs.event("a", time));
        try (EventSource source = open(config)) {
            EventWindow before = claim(source);
            redis.cli("DEL", "{cl.2:0}:book");
            log(config, Logs.event("b", time));
            EventWindow after = claim(source);

            assertThat(before.content().events()).hasSize(1);
            assertThat(after.content().events()).hasSize(1);
            assertThat(after.windowStart()).isEqualTo(before.windowStart());
            assertThat(List.of(before.delivery(), after.delivery()))
                    .allMatch(name -> name.endsWith(":0:1"))
                    .doesNotHaveDuplicates();
            assertThat(before.acknowledge()).isTrue();
            assertThat(after.acknowledge()).isTrue();
        }
    }

    /** Tests a window as it is left by a Redis whose clock was a day ahead for a moment. */
    @EachRedis
    void window_farAhead_isHandedOutAtOnceAndFlagged(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        log(config, Logs.event("a", Logs.ago(Duration.ofSeconds(3))));
        String second = redis.cliList("ZRANGE", "{cl.2:0}:open", "0", "-1").get(0);
        String ahead = Long.toString(Long.parseLong(second) + 86_400);
        redis.cli("RENAME", "{cl.2:0}:z:" + second, "{cl.2:0}:z:" + ahead);
        redis.cli("RENAME", "{cl.2:0}:d:" + second, "{cl.2:0}:d:" + ahead);
        redis.cli("ZREM", "{cl.2:0}:open", second);
        redis.cli("ZADD", "{cl.2:0}:open", ahead, ahead);
        try (EventSource source = open(config)) {
            EventWindow window = claim(source);

            assertThat(window.windowStart().getEpochSecond()).isEqualTo(Long.parseLong(ahead));
            assertThat(window.content().events()).singleElement().satisfies(event -> assertThat(event.flag())
                    .isEqualTo(Flag.OTHER_TIME));
        }
    }

    @EachRedis
    void counts_lost_areSaidOnce(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        log(config, Logs.event("a", Logs.ago(Duration.ofSeconds(3))));
        redis.cli("DEL", onlyKey(redis, "{cl.2:0}:z:*"));
        List<String> said = new ArrayList<>();
        try (EventSource source = EventSource.open(config, (severity, message, cause) -> said.add(message))) {
            assertThat(source.claim(Duration.ZERO)).isNull();
            assertThat(source.claim(Duration.ZERO)).isNull();

            assertThat(said)
                    .filteredOn(text -> text.contains("counts were removed"))
                    .hasSize(1);
            assertThat(redis.cliList("KEYS", "{cl.2:0}:d:*")).isEmpty();

            log(config, Logs.event("b", Logs.ago(Duration.ofSeconds(3))));
            claim(source).release();
            redis.cli("DEL", onlyKey(redis, "{cl.2:0}:Z:*"));
            redis.cliList("ZRANGE", "{cl.2:0}:lease", "0", "-1")
                    .forEach(id -> redis.cli("ZADD", "{cl.2:0}:lease", "1", id));

            assertThat(source.claim(Duration.ZERO)).isNull();
            assertThat(said)
                    .filteredOn(text -> text.contains("were removed from Redis"))
                    .hasSize(1);
        }
    }

    @EachRedis
    void holder_asleepPastItsLease_isReplacedAndItsAcknowledgementRefused(LocalRedis redis)
            throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        Instant time = Logs.ago(Duration.ofSeconds(3));
        log(config, Logs.event("a", time), Logs.event("b", time));
        Logs stored = new Logs();
        try (EventSource sleeper = open(config);
                EventSource other = open(config)) {
            EventWindow slept = claim(sleeper);
            stored.store(slept.content());
            endLease(redis);

            EventWindow taken = claim(other);
            assertThat(taken.attempts()).isEqualTo(2);
            assertThat(taken.delivery()).isEqualTo(slept.delivery());
            stored.store(taken.content());
            stored.store(slept.content());

            assertThat(slept.acknowledge()).isFalse();
            assertThat(taken.acknowledge()).isTrue();
            assertThatThrownBy(slept::content)
                    .isInstanceOf(CentralogException.class)
                    .hasMessageContaining("no longer exists");
            assertThat(slept.acknowledge()).isFalse();
        }
        assertThat(stored.rows()).isEqualTo(2);
        assertThat(stored.stored()).isEqualTo(2);
    }

    @EachRedis
    void holder_asleepPastItsLeaseThatTakesItAgain_countsItAsAnAttempt(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        log(config, Logs.event("a", Logs.ago(Duration.ofSeconds(3))));
        try (EventSource source = open(config)) {
            assertThat(claim(source).attempts()).isEqualTo(1);
            endLease(redis);
            assertThat(claim(source).attempts()).isEqualTo(2);
            endLease(redis);

            EventWindow third = claim(source);

            assertThat(third.attempts()).isEqualTo(3);
            assertThat(third.acknowledge()).isTrue();
        }
    }

    @EachRedis
    void holder_asleepPastEveryTtl_isExactWhenItWakes(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        LogEvent event = Logs.event("same", Logs.ago(Duration.ofSeconds(3)));
        Logs stored = new Logs();
        try (EventSource source = open(config)) {
            log(config, event, event);
            EventWindow slept = claim(source);
            stored.store(slept.content());
            log(config, event, event, event);

            // Deletes all keys with a TTL; the keys that an open window needs have none.
            for (String key : redis.cliList("KEYS", "*")) {
                if (Long.parseLong(redis.cli("TTL", key)) >= 0) {
                    redis.cli("DEL", key);
                }
            }
            endLease(redis);

            EventWindow again = claim(source);
            stored.store(again.content());
            assertThat(again.delivery()).isEqualTo(slept.delivery());
            assertThat(again.acknowledge()).isTrue();
            EventWindow late = claim(source);
            stored.store(late.content());
            assertThat(late.delivery()).isNotEqualTo(slept.delivery());
            assertThat(late.acknowledge()).isTrue();
        }
        assertThat(stored.stored()).isEqualTo(5);
        assertThat(stored.rows()).isEqualTo(2);
    }

    @EachRedis
    void lease_whileHeld_isExtendedInTheBackground(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis).with(ReaderSettings.LEASE, Duration.ofSeconds(1));
        log(config, Logs.event("a", Logs.ago(Duration.ofSeconds(3))));
        try (EventSource holder = open(config);
                EventSource other = open(config)) {
            EventWindow held = claim(holder);

            assertThat(other.claim(Duration.ofSeconds(3))).isNull();
            held.release();
            assertThat(claim(other).attempts()).isEqualTo(2);
        }
    }

    @EachRedis
    void content_goneOrCutShort_throws(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        log(config, Logs.event("a", Logs.ago(Duration.ofSeconds(3))));
        try (EventSource source = open(config)) {
            EventWindow delivery = claim(source);
            redis.cli("DEL", onlyKey(redis, "{cl.2:0}:Z:*"), onlyKey(redis, "{cl.2:0}:D:*"));

            assertThatThrownBy(delivery::content)
                    .isInstanceOf(CentralogException.class)
                    .hasMessageContaining("no longer exists");
        }
    }

    @EachRedis
    void count_withoutPayload_isStoredAndFlagged(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        LogEvent event = Logs.event("a", Logs.ago(Duration.ofSeconds(3)));
        log(config, event, event);
        redis.cli("DEL", onlyKey(redis, "{cl.2:0}:d:*"));
        try (EventSource source = open(config)) {
            GatheredEvent bare = claim(source).content().events().get(0);

            assertThat(bare.repeats()).isEqualTo(2);
            assertThat(bare.flag()).isEqualTo(Flag.NO_PAYLOAD);
            assertThat(bare.event().message()).isNull();

            // The next delivery of the same window brings the payload.
            log(config, event);
            GatheredEvent whole = claim(source).content().events().get(0);
            assertThat(whole.groupId()).isEqualTo(bare.groupId());
            assertThat(whole.event().message()).isEqualTo("a");
        }
    }

    @EachRedis
    void payload_garbage_isSetApartAndTheRestGoesOn(LocalRedis redis) throws InterruptedException {
        CentralogConfig config = Logs.config(redis);
        Instant time = Logs.ago(Duration.ofSeconds(3));
        log(config, Logs.event("a", time));
        String payloads = onlyKey(redis, "{cl.2:0}:d:*");
        String window = payloads.substring(payloads.lastIndexOf(':') + 1);
        redis.cli("HSET", payloads, "0123456789abcdef", "\0 no event");
        redis.cli("ZADD", "{cl.2:0}:z:" + window, "4", "0123456789abcdef");
        try (EventSource source = open(config)) {
            EventWindow delivery = claim(source);
            EventWindow.Content content = delivery.content();

            assertThat(content.events()).hasSize(2);
            assertThat(content.events())
                    .filteredOn(event -> event.flag() == Flag.UNREADABLE)
                    .singleElement()
                    .satisfies(event -> assertThat(event.repeats()).isEqualTo(4));
            assertThat(content.unreadable()).singleElement().satisfies(poison -> {
                assertThat(new String(poison.raw(), java.nio.charset.StandardCharsets.UTF_8))
                        .isEqualTo("\0 no event");
                assertThat(poison.reason()).isNotEmpty();
            });
            assertThat(delivery.acknowledge()).isTrue();
        }
    }

    @EachRedis
    void window_ofAPastSecond_isSealedAfterItsGraceOnly(LocalRedis redis) throws InterruptedException {
        CentralogConfig patient = Logs.config(redis).with(ReaderSettings.GRACE, Duration.ofMinutes(1));
        log(patient, Logs.event("a", Logs.ago(Duration.ofSeconds(3))));
        try (EventSource source = open(patient)) {
            assertThat(source.claim(Duration.ofMillis(300))).isNull();
            assertThat(source.backlog().open()).hasSize(1);
        }
        try (EventSource source = open(Logs.config(redis))) {
            Awaitility.await().atMost(LONG).until(() -> source.claim(Duration.ZERO) != null);
        }
    }
}
