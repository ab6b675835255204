// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Tests of what people decide of families. */
class TriageIT extends BrowserFixture {
    private static final String VOUCHERS = ".families tr[data-level=ERROR]:has(.line[href*='/family/']):nth-child(2)";

    @AfterEach
    void nothingIsDecided() {
        browser().open("/");
        while (!browser().texts(".families .state").isEmpty()) {
            browser().find(".families tr:has(.state) .triage").click();
            browser().find("dialog input[value=reopen]").click();
            decide("");
        }
    }

    private static void decide(String note) {
        browser().find("dialog textarea").clear();
        browser().find("dialog textarea").sendKeys(note);
        browser().find("dialog .primary").click();
        browser().awaitGone("dialog[open]");
        browser().awaitRead();
    }

    @Test
    void family_resolvedInPlace_isResolvedWithItsNoteAndHistory() {
        browser().open("/");
        browser().find(VOUCHERS + " .triage").click();

        assertThat(browser().text("dialog .about-family")).isEqualTo("voucher {} could not be computed");
        assertThat(browser().axe()).isEmpty();
        decide("mended in TICKET-1 <script>document.title='owned'</script>");

        assertThat(browser().text(VOUCHERS + " .state")).isEqualTo("Resolved");
        assertThat(browser().text(VOUCHERS + " .note")).contains("mended in TICKET-1 <script>");
        browser().click("nav[aria-label=State] a[href*='state=resolved']");
        assertThat(browser().texts(".families .line")).containsExactly("voucher {} could not be computed");

        browser().click(".families .line");

        assertThat(browser().text(".verdict .state")).isEqualTo("Resolved");
        assertThat(browser().text("section[aria-label=Decisions] li")).startsWith("Resolved by page");
    }

    @Test
    void family_muted_isNotAmongWhatChanged() {
        browser().open("/");
        browser().find(VOUCHERS + " .triage").click();
        browser().find("dialog input[value=mute]").click();

        decide("");

        assertThat(browser().texts(".families .line")).endsWith("voucher {} could not be computed");
        assertThat(browser().texts(".changed .line")).doesNotContain("voucher {} could not be computed");
        assertThat(browser().text(".report")).contains("1 family more changed, and is muted.");
    }

    @Test
    void key_onALine_opensTheDialogAndEscapeClosesIt() {
        browser().open("/");

        browser().script("document.querySelector('.families .line').focus()");
        browser().press("t");

        assertThat(browser().text("dialog[open] h2")).isEqualTo("Decide on this family");
        browser().press(Keys.ESCAPE);
        browser().awaitGone("dialog[open]");
    }
}
