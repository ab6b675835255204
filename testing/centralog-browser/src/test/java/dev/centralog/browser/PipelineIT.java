// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Test
    void redis_away_isCriticalAndSaysWhere() {
        page().setRedisAway(true);

        Awaitility.await().untilAsserted(() -> {
            browser().open("/pipeline");
            assertThat(browser().texts(".findings .critical").toString())
                    .contains("Critical", "can't connect to Redis");
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
