// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.gatherer.sink.SealedWindow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of what the page says of what does not work. */
class PipelineIT extends BrowserFixture {
    @AfterEach
    void allIsWell() {
        page().setRedisAway(false);
        page().setDatabaseAway(false);
    }

    @Test
    void pipeline_warnings_sayWhatToDo() {
        browser().open("/pipeline");

        assertThat(browser().texts(".findings .warning .text"))
                .contains("2 dead letters of events: see './centralog dead-letters list'");
        assertThat(browser().texts(".findings .critical")).isEmpty();
        assertThat(browser().texts("nav .alarm")).hasSize(1);
        assertThat(browser().texts(".stage .bad dd")).contains("2 of events");
        assertThat(browser().text(".stage[aria-label='This gatherer']"))
                .contains("events stored", "lag of events", "Redis was away");
        assertThat(browser().text(".chart .caption")).contains("events in 3", "a minute");
    }

    @Test
    void deadLetter_isLookedAtAndDiscardedOnlyAfterAQuestion() {
        browser().open("/pipeline");
        browser().click(".letters .line");

        assertThat(browser().address()).contains("letter=");
        assertThat(browser().text(".letters .message")).startsWith("<img src=x onerror=");
        assertThat(browser().text(".letters .message")).contains("U+202E").doesNotContain("\u202e");

        browser().find(".letters .decide button:last-child").click();
        assertThat(browser().text("dialog[open]")).contains("gone for good");
        browser().find("dialog[open] button:last-child").click();
        browser().awaitGone("dialog[open]");
        assertThat(browser().texts(".letters .line")).hasSize(2);

        browser().find(".letters tr:nth-child(1) .decide button:first-child").click();
        assertThat(browser().text(".letters .failed")).startsWith("It can't be stored yet:");
    }

    /** Returns a window with an event that could not be read, of which there is this instead. */
    private static SealedWindow unreadable(String delivery, byte[] raw) {
        Instant second =
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(50));
        LogEvent unread =
                LogEvent.builder().time(second).level(Level.ERROR).message("").build();
        String group = String.format("%032x", Integer.toUnsignedLong(delivery.hashCode()));
        GatheredEvent row = new GatheredEvent(
                second, group, delivery, ProcessCounts.ofUnknown(3), unread, GatheredEvent.Flag.UNREADABLE);
        return new SealedWindow(
                delivery,
                1,
                new EventWindow.Content(
                        List.of(row),
                        List.of(),
                        List.of(new UnreadablePayload(second, group, delivery, raw, "of " + delivery))));
    }

    @Test
    void deadLetters_oneThatCanBeReadNow_isReplayedAndAnotherIsDiscarded() {
        LogEvent event = LogEvent.builder()
                .time(Clock.systemUTC().instant())
                .level(Level.ERROR)
                .logger("com.example.replayed.Later")
                .message("readable after all")
                .build();
        page().store(List.of(unreadable("5eed:0:1", new byte[] {1}), unreadable("5eed:0:2", EventWire.encode(event))));
        browser().open("/pipeline");
        assertThat(browser().texts(".letters .line"))
                .startsWith("of 5eed:0:2", "of 5eed:0:1")
                .hasSize(4);

        browser().find(".letters tr:nth-child(1) .decide button:first-child").click();

        Awaitility.await().untilAsserted(() -> assertThat(browser().texts(".letters .line"))
                .startsWith("of 5eed:0:1")
                .hasSize(3));
        assertThat(browser().texts(".letters .failed")).isEmpty();

        browser().find(".letters tr:nth-child(1) .decide button:last-child").click();
        browser().find("dialog[open] .danger").click();

        Awaitility.await().untilAsserted(() -> assertThat(browser().texts(".letters .line"))
                .hasSize(2));
        browser().open("/search?logger=com.example.replayed");
        assertThat(browser().texts(".events .line")).containsExactly("readable after all");
    }

    @Test
    void pipeline_figures_sayWhoGathersHowFastAndWithHowMuchRoom() {
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            browser().open("/pipeline");
            assertThat(browser().text(".stage[aria-label=Gatherers]")).contains("pid ", "runs since");
        });

        assertThat(browser().text(".stage[aria-label='Disk and retention']"))
                .containsPattern("size [0-9.]+ MiB free on its disk [0-9.]+ [GTM]iB")
                .contains("events are kept for 30 days", "actions are kept for 400 days", "deleted last nothing");
        assertThat(browser().texts(".processes tbody tr").toString())
                .contains("shop production web-1 1.0.0 4711 alive", "shop production web-2 1.1.0 4712 alive");
        assertThat(browser().texts(".findings .runbook").toString()).contains("What to do");
        browser().find(".findings .runbook summary").click();
        assertThat(browser().text(".findings .runbook"))
                .contains("they are in the table dead_letters", "./centralog dead-letters replay");
    }

    @Test
    void pipeline_afterStoring_saysHowLongItTook() {
        page().log(List.of(LogEvent.builder()
                .level(Level.INFO)
                .logger("com.example.Latency")
                .message("one more")
                .build()));

        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            browser().open("/pipeline");
            assertThat(browser().text(".stage[aria-label='This gatherer']"))
                    .containsPattern("storing events took [0-9.,]+.ms median [0-9.,]+.ms, 99.% [0-9.,]+.ms");
        });
    }

    @Test
    void pipeline_whenNobodySends_warnsOfIt() {
        browser().open("/pipeline");
        String state = "{redis: {producersOfLastMinute: %d, lastBatch: '2026-01-31T14:00:00Z', url: 'redis://x',"
                + " keyPrefix: 'logs'}, database: {processesAlive: %d}}";
        String texts = "return import('/static/js/health.js').then(({ findings }) => findings(" + state
                + ").map(({ text }) => text).join())";

        assertThat(browser().script(String.format(texts, 0, 0)).toString())
                .startsWith("No application sends anything: the last batch came at ")
                .endsWith("log to redis://x with the key prefix logs");
        assertThat(browser().script(String.format(texts, 1, 0))).isEqualTo("");
        assertThat(browser().script(String.format(texts, 0, 1))).isEqualTo("");
    }

    @Test
    void redis_away_isCriticalAndSaysWhere() {
        page().setRedisAway(true);

        Awaitility.await().untilAsserted(() -> {
            browser().open("/pipeline");
            assertThat(browser().texts(".findings .critical").toString())
                    .contains("Critical", "can't connect to Redis", "start Redis, or look at the network");
        });
        assertThat(browser().texts(".stage").toString()).contains("could not be asked");
        page().setRedisAway(false);
        Awaitility.await().untilAsserted(() -> {
            browser().open("/pipeline");
            assertThat(browser().texts(".findings .critical")).isEmpty();
        });
    }

    @Test
    void database_away_isSaidAndThePageRecoversByItself() {
        browser().open("/");
        page().setDatabaseAway(true);

        browser().press("r");

        assertThat(browser().text(".banner")).contains("Database unavailable.", "page.db");
        assertThat(browser().texts(".families .line")).isNotEmpty();

        page().setDatabaseAway(false);

        Awaitility.await().until(() -> browser().texts(".banner").isEmpty());
        assertThat(browser().texts(".families .line")).isNotEmpty();
        browser().ignoreComplaints();
    }
}
