// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tests that what comes back after it was resolved is shown as regressed, on a page of its own: others count releases. */
class RegressedIT extends BrowserFixture {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String RETURNS = "/?app=returns";

    private static LogEvent refund(int order) {
        return LogEvent.builder()
                .level(Level.ERROR)
                .logger("com.example.returns.Refund")
                .template("refund of order {} failed")
                .arguments(order)
                .message("refund of order " + order + " failed")
                .location(new SourceLocation("com.example.returns.Refund", "pay", "Refund.java", 7))
                .build();
    }

    /** Waits, as an event is known by its second, and of the second of the decision it would not be after that. */
    private static void awaitNextSecond() {
        Clock seconds = Clock.tickSeconds(ZoneOffset.UTC);
        Instant decided = seconds.instant();
        Awaitility.await().until(() -> seconds.instant().isAfter(decided));
    }

    @Test
    void family_resolvedInARelease_isRegressedWhenTheNextOneHasItToo() {
        browser().open("/"); // after each test it is looked at what the common browser has asked for, too
        try (ServedPage own = new ServedPage();
                Browser browser = new Browser(own)) {
            own.log("returns", "1", refund(1));
            Awaitility.await().atMost(LIMIT).until(() -> {
                browser.open(RETURNS);
                return browser.texts(".families tr:has(.line[href*='/family/']) .triage")
                        .equals(List.of("Decide"));
            });
            browser.find(".families .triage").click();
            browser.find("dialog select[name=in_release] option[value='1']").click();
            browser.find("dialog .primary").click();
            browser.awaitGone("dialog[open]");
            browser.awaitRead();
            assertThat(browser.text(".families .state")).isEqualTo("Resolved in 1");

            awaitNextSecond();
            own.log("returns", "2", refund(2));

            Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
                browser.open(RETURNS);
                assertThat(browser.text(".families .state")).isEqualTo("Regressed in 2, was resolved in 1");
            });
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
                browser.open(RETURNS);
                assertThat(browser.texts(".changed .change.regressed")).containsExactly("Regressed");
                assertThat(browser.text(".changed .sub")).startsWith("It was resolved in 1, and came back in 2");
            });
            browser.click("nav[aria-label=State] a[href*='state=regressed']");
            assertThat(browser.texts(".families .line")).containsExactly("refund of order {} failed");
            browser.assertQuiet();
        }
    }
}
