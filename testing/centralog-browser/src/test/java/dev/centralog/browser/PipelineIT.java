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
        page().setIll(false);
        page().setDatabaseAway(false);
    }

    @Test
    void pipeline_aFinding_isRedOnEveryPage() {
        browser().open("/pipeline");
        assertThat(browser().text(".well")).contains("It works");

        page().setIll(true);
        Awaitility.await().until(() -> {
            browser().open("/");
            return !browser().texts("nav .alarm").isEmpty();
        });
        browser().click("nav a:nth-child(3)");

        assertThat(browser().text(".findings .critical")).contains("Critical", "no gatherer takes what is due");
    }

    @Test
    void database_away_isSaidAndThePageRecoversByItself() {
        browser().open("/");
        page().setDatabaseAway(true);

        browser().press("r");

        assertThat(browser().text(".banner")).contains("Database unavailable.", "taken away by a test");
        assertThat(browser().texts(".families .line")).isNotEmpty();

        page().setDatabaseAway(false);

        Awaitility.await().until(() -> browser().texts(".banner").isEmpty());
        assertThat(browser().texts(".families .line")).isNotEmpty();
        browser().ignoreComplaints();
    }
}
