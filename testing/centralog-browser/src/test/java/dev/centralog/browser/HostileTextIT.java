// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests of texts that would like to be obeyed: they are shown. */
class HostileTextIT extends BrowserFixture {
    @Test
    void markup_inATemplate_isShownAsText() {
        browser().open("/");

        assertThat(browser().texts(".families .line"))
                .contains("<img src={} onerror={}><{}><script>document.title={}<{}>");
        assertNotOwned();
    }

    @Test
    void unseenCharacters_areShownAsTheirCodes() {
        browser().open("/");

        assertThat(browser().texts(".families .line").toString())
                .contains("invoice U+202Egnp.exeU+202C zeroU+200Bwidth bell")
                .doesNotContain("\u202e", "\u200b");
    }

    @Test
    void markup_inAFamilyAndItsTitle_isShownAsText() {
        browser().open("/");
        Object links = browser()
                .script(
                        "return [...document.querySelectorAll('.families .line')].filter((each) => /onerror|gnp/.test(each.textContent)).map((each) => each.getAttribute('href'))");
        for (Object each : (Iterable<?>) links) {
            browser().open(each.toString());

            assertThat(browser().text(".samples")).containsAnyOf(KnownEvents.MARKUP, "bellU+0007 U+001B[31mred");
            assertThat(browser().title()).doesNotContain("\u202e");
            assertNotOwned();
        }
    }

    @Test
    void markup_inTheAddress_isShownAsText() {
        browser()
                .open(
                        "/search?text=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&host=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&app=%3Cb%3E%E2%80%AE");

        assertThat(browser().texts(".chips b")).containsExactly("\"><script>alert(1)</script>");
        assertNotOwned();
    }

    @Test
    void stack_ofTenThousandFrames_isShownInPart() {
        browser().open("/search?since=7d&text=too%20deep");
        browser().click(".events .line");

        assertThat(browser().texts(".opened .frame").size()).isBetween(100, 2_000);

        browser().click(".opened .actions a");

        assertThat(browser().text(".frames .thrown-title")).isEqualTo("java.lang.StackOverflowError");
        assertThat(browser().texts(".frames .frame").size()).isBetween(100, 2_000);
        assertThat(browser().text(".stack > .muted")).contains("more lines are not shown");
    }

    @Test
    void message_ofAMillionCharacters_isShownInPart() {
        browser().open("/search?since=7d&text=dump");

        assertThat(browser().text(".events .line").length()).isLessThan(1_000);

        browser().click(".events .line");

        assertThat(browser().text(".opened .message summary")).endsWith("more characters");
        assertThat(browser().script("return document.querySelector('.opened .message').textContent.length < 300000"))
                .isEqualTo(true);
    }

    @Test
    void markup_inAUserAndADeadLetter_isShownAsText() {
        browser().open("/actions");

        assertThat(browser().texts(".done .who a")).contains(KnownEvents.MARKUP);
        assertNotOwned();
    }

    private static void assertNotOwned() {
        assertThat(browser().title()).doesNotStartWith("owned");
        assertThat(browser().script("return document.querySelectorAll('main script, main img, header script').length"))
                .isEqualTo(0L);
    }
}
