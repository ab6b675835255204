// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tests of the view of actions. */
class ActionsIT extends BrowserFixture {
    @Test
    void actions_ofAllUsers_areRankedByCount() {
        browser().open("/actions");

        assertThat(browser().texts("section[aria-label='Top actions'] th")).containsExactly("view", "buy");
        assertThat(browser().texts("section[aria-label='Top actions'] td.number"))
                .containsExactly("667", "24");
        assertThat(browser().texts("section[aria-label='Top users'] th")).startsWith("ann", "bob");
        assertThat(browser().text(".chart .caption")).startsWith("691 actions");
        assertThat(browser().find("event-chart canvas").getSize().getWidth()).isGreaterThan(900);
    }

    @Test
    void actions_ofOneUser_areItsActivityWithValuesAndPayloads() {
        browser().open("/actions");

        browser().click("section[aria-label='Top users'] a");

        assertThat(browser().address()).isEqualTo("/actions?user=ann");
        assertThat(browser().title()).startsWith("Actions of ann");
        assertThat(browser().text(".chart .caption")).startsWith("504 actions");
        assertThat(browser().texts("section[aria-labelledby='slices-title'] tbody tr"))
                .hasSize(2 * KnownExtremes.SLICES);
        assertThat(browser().text("section[aria-labelledby='slices-title']"))
                .contains("39.8 (19.9 to 19.9)", "{\"order\":11}");

        browser().click(".chips .remove");

        assertThat(browser().address()).isEqualTo("/actions");
    }

    @Test
    void actions_thatAreBeingCounted_areApartFromWhatIsStored() {
        page().act(List.of(Action.of("live <b>user</b>", "ping"), Action.of("live <b>user</b>", "ping")));

        browser().open("/actions");

        assertThat(browser().text(".open-slices .state")).isEqualTo("not stored yet");
        assertThat(browser().text(".open-slices .heading")).contains("of Redis", "is stored in");
        assertThat(browser().texts(".open-slices tbody tr").toString()).contains("live <b>user</b> ping ");
        assertThat(browser().texts("section[aria-label='Top users'] th")).doesNotContain("live <b>user</b>");

        browser().click(".open-slices tbody tr:nth-child(1) td:nth-child(2) a");

        assertThat(browser().title()).startsWith("Actions of live <b>user</b>");
        assertThat(browser().texts(".open-slices tbody tr")).hasSize(1);
        browser().open("/actions?user=ann");
        assertThat(browser().texts(".open-slices")).isEmpty();
        browser().open("/actions?until=1h");
        assertThat(browser().texts(".open-slices")).isEmpty();
    }

    @Test
    void actions_redisAway_isSaidWhereItMatters() {
        page().setRedisAway(true);
        try {
            Awaitility.await().untilAsserted(() -> {
                browser().open("/actions");
                assertThat(browser().text(".open-slices .failed")).startsWith("Redis can't be read: ");
            });
            assertThat(browser().text(".chart .caption")).startsWith("691 actions");
        } finally {
            page().setRedisAway(false);
            browser().ignoreComplaints();
        }
    }

    @Test
    void actions_ofNobody_saySo() {
        browser().open("/actions?user=nobody");

        assertThat(browser().text("div.empty")).contains("No action was counted in this time.", "nobody");
        browser().click("div.empty a");
        assertThat(browser().address()).isEqualTo("/actions");
    }
}
