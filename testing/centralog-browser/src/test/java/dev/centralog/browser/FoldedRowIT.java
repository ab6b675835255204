// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.GatheredSample;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.sink.SealedWindow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Tests of a row that counts the events of three hosts in one second. They come late, as their application is none of the others. */
@Order(Integer.MAX_VALUE)
class FoldedRowIT extends BrowserFixture {
    private static final Instant SECOND = Instant.parse("1969-07-20T20:17:40Z");
    private static final String DELIVERY = "f01d:0:1";
    private static final String RANGE = "since=1969-07-20T00:00:00Z&until=1969-07-21T00:00:00Z";

    private static ProcessInfo process(int host, String release) {
        return new ProcessInfo("lander", "", release, "eagle-" + host, host, "");
    }

    private static LogEvent step(String who, int host) {
        return LogEvent.builder()
                .time(SECOND.plusMillis(host))
                .level(Level.WARN)
                .logger("com.example.Moon")
                .template("step of {} taken")
                .message("step of " + who + " taken")
                .arguments(who)
                .mdc(Map.of("who", who))
                .origin(new Origin("lander", "", "eagle-" + host, host))
                .build();
    }

    /** Stores it: one event of the first host, which is the row's own, two of the second, one of which is stored in full, one of the third. */
    @BeforeEach
    void store() {
        GatheredSample sample = new GatheredSample("0000000000000f02", 1, step("Buzz", 2));
        GatheredEvent row = new GatheredEvent(
                SECOND,
                "f".repeat(32),
                DELIVERY,
                ProcessCounts.builder()
                        .add(0xf01, 1)
                        .add(0xf02, 2)
                        .add(0xf03, 1)
                        .build(),
                step("Neil", 1),
                GatheredEvent.Flag.NONE,
                new GatheredEvent.Samples(true, List.of(sample)));
        EventWindow.Processes processes = new EventWindow.Processes(
                Map.of(
                        "0000000000000f01", process(1, "1.1.0"),
                        "0000000000000f02", process(2, "1.0.0"),
                        "0000000000000f03", process(3, "1.0.0")),
                List.of());
        page().store(List.of(
                new SealedWindow(DELIVERY, 1, new EventWindow.Content(List.of(row), List.of(), List.of(), processes))));
    }

    @Test
    void row_foundForAHost_showsAnEventOfThatHost() {
        browser().open("/search?" + RANGE + "&host=eagle-2");

        assertThat(browser().text(".events .line")).isEqualTo("step of Buzz taken");
        assertThat(browser().text(".events .origin"))
                .contains("lander", "eagle-2", "+2")
                .doesNotContain("eagle-1");
        assertThat(browser().text(".events td.number")).isEqualTo("×2 of 4");
        assertThat(browser().text(".heading p")).startsWith("2 events in 1 row");
        assertThat(browser().texts(".events .line .varies")).containsExactly("Buzz");
    }

    @Test
    void row_ofWhichNoMatchIsStoredInFull_showsTheTemplate() {
        browser().open("/search?" + RANGE + "&host=eagle-3&release=1.0.0");

        assertThat(browser().text(".events .line")).isEqualTo("step of {} taken");
        assertThat(browser().text(".events .origin")).contains("eagle-3");
        assertThat(browser().text(".events td.number")).isEqualTo("×1 of 4");

        browser().click(".events .line");

        assertThat(browser().text(".opened .notes")).contains("counted, but is not stored in full");
        assertThat(browser().text(".opened .fields")).doesNotContain("Neil", "Buzz");
    }

    @Test
    void row_whenOpened_showsAllOfItThatIsStored() {
        browser().open("/search?" + RANGE + "&mdc.who=Buzz");

        browser().click(".events .line");

        assertThat(browser().text(".opened .message")).contains("step of Buzz taken");
        assertThat(browser().text(".opened .fields")).contains("eagle-1", "1.1.0", "eagle-3", "×2");
        assertThat(browser().texts(".opened .samples tr.differs:first-child td"))
                .containsExactly("step of Neil taken", "step of Buzz taken");
    }

    @Test
    void hostAndRelease_ofDifferentProcesses_findNothing() {
        browser().open("/search?" + RANGE + "&host=eagle-1&release=1.0.0");

        assertThat(browser().text("div.empty")).contains("No event fits.");
    }

    @Test
    void row_ofAnotherTimeThanTheOneThatIsShown_isNotFound() {
        browser().open("/search?host=eagle-2");

        assertThat(browser().text("select[aria-label=Time] option:checked")).isEqualTo("last 24 hours");
        assertThat(browser().text("div.empty")).contains("No event fits.");
    }
}
