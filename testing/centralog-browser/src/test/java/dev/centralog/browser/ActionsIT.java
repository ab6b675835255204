// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

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
    void actions_ofNobody_saySo() {
        browser().open("/actions?user=nobody");

        assertThat(browser().text("div.empty")).contains("No action was counted in this time.", "nobody");
        browser().click("div.empty a");
        assertThat(browser().address()).isEqualTo("/actions");
    }
}
