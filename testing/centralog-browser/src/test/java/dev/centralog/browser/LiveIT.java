// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.ThreadRef;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Tests of the live tail: events go through Redis and the gatherer. They come last, as what they log changes all counts. */
@Order(Integer.MAX_VALUE)
class LiveIT extends BrowserFixture {
    private static final String LOGGER = "com.example.live.Feed";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static void log(String word, int from, int to) {
        page().log(IntStream.range(from, to)
                .mapToObj(each -> LogEvent.builder()
                        .time(Clock.systemUTC().instant())
                        .level(Level.WARN)
                        .logger(LOGGER + each)
                        .thread(new ThreadRef("main", 1, 5))
                        .template(word + " " + (char) ('a' + each))
                        .message(word + " " + (char) ('a' + each))
                        .build())
                .toList());
    }

    private static List<String> lines() {
        return browser().texts("live-tail .line");
    }

    private static void awaitLines(String... expected) {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(lines()).containsExactlyInAnyOrder(expected));
    }

    @Test
    void tail_rowsThatAreStored_appearOnceAndPausedOnesWait() {
        browser().open("/tail?text=ping");
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> browser().text(".connection").equals("Live"));

        log("ping", 0, 2);
        awaitLines("ping a", "ping b");

        browser().press("p");
        assertThat(browser().text(".connection")).isEqualTo("Paused");
        log("ping", 2, 4);
        Awaitility.await().atMost(LIMIT).until(() -> browser().texts(".fresh").equals(List.of("↑ 2 new")));
        assertThat(lines()).hasSize(2);

        browser().find(".fresh").click();

        awaitLines("ping a", "ping b", "ping c", "ping d");
        assertThat(browser().texts(".fresh")).isEmpty();
    }

    @Test
    void tail_connectionThatIsCut_goesOnWithoutGapOrDouble() {
        browser().open("/tail?text=pong");
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> browser().text(".connection").equals("Live"));
        log("pong", 0, 1);
        awaitLines("pong a");

        browser().setOffline(true);
        log("pong", 1, 3);
        browser().setOffline(false);

        awaitLines("pong a", "pong b", "pong c");
        browser().ignoreComplaints();
    }

    @Test
    void tail_toWhichNothingComes_saysSo() {
        browser().open("/tail?text=voucher");

        Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        browser().texts(".live .warned").toString())
                .contains("nothing comes; the last event is of", "min ago"));
    }

    @Test
    void tail_conditionThatIsWrong_isRefusedInWords() {
        browser().open("/tail?has=nothing");

        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> browser().text(".connection").startsWith("Not live: has is"));
        browser().ignoreComplaints();
    }
}
