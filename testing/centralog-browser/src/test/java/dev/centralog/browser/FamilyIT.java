// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests of the view of a family. */
class FamilyIT extends BrowserFixture {
    private static void openFamily(String text) {
        browser().open("/");
        Object link = browser()
                .script(
                        "return [...document.querySelectorAll('.families .line')].find((each) => each.textContent === arguments[0]).getAttribute('href')",
                        text);
        browser().open(String.valueOf(link));
    }

    @Test
    void family_samples_areSideBySideWithWhatDiffersMarked() {
        openFamily("voucher {} could not be computed");

        assertThat(browser().title()).isEqualTo("voucher {} could not be computed · Centralog");
        assertThat(browser().text(".figures b")).isEqualTo("10");
        assertThat(browser().texts(".samples tr.differs mark a.text")).contains("bob", "ann");
        assertThat(browser().texts(".samples tr:not(.differs) td").toString()).contains("acme");
    }

    @Test
    void family_stack_foldsFramesOfLibraries() {
        openFamily("order {} failed");

        assertThat(browser().texts(".frames .thrown-title").toString())
                .contains("java.lang.IllegalStateException: card declined")
                .contains("java.io.IOException: bank did not answer");
        assertThat(browser().texts(".frames > .frame:not(.library)"))
                .contains("com.example.shop.Checkout.pay(Checkout.java:88)");
        assertThat(browser().texts(".frames summary")).contains("12 frames of libraries");

        browser().find(".frames summary").click();

        assertThat(browser().texts(".frames details[open] .frame")).hasSize(12);
    }

    @Test
    void family_counts_areByHostAndRelease() {
        openFamily("order {} failed");

        assertThat(browser().texts(".bars th a.text")).containsExactly("web-1", "web-2", "1.0.0", "1.1.0");
        assertThat(browser().texts(".bars td.number")).containsExactly("120", "30", "120", "30");
        assertThat(browser().text("aside")).contains("the same application, logger, level and classes of throwables");
        assertThat(browser().find("event-chart").getDomAttribute("aria-label")).contains("over time");
    }

    @Test
    void family_values_areCountedUnlessTheyTellNothing() {
        openFamily("voucher {} could not be computed");

        assertThat(browser().texts(".cards h3")).contains("mdc user", "argument 0");
        String user = ".cards section[aria-label='mdc user'] ";
        assertThat(browser().texts(user + "a.text")).containsExactlyInAnyOrder("ann", "bob");
        assertThat(browser().texts(user + ".number")).containsExactly("3", "3");
        assertThat(browser().texts(user + ".share")).containsExactly("50 %", "50 %");
        assertThat(browser().text(".rest-of-values")).startsWith("The same in all: mdc tenant = acme");

        openFamily("order {} failed");

        assertThat(browser().texts(".cards h3")).isEmpty();
        assertThat(browser().text(".rest-of-values")).startsWith("Another one in each: argument 0, such as ");
    }

    @Test
    void family_allValues_canBeCopied() {
        openFamily("voucher {} could not be computed");

        browser().open(browser().address() + "?values=all");

        assertThat(browser().texts(".cards .copy")).containsOnly("Copy");
    }

    @Test
    void family_begun_leadsToWhatWasLoggedAroundIt() {
        openFamily("voucher {} could not be computed");

        browser().click(".figures .button:nth-of-type(2)");

        assertThat(browser().address()).startsWith("/search?").contains("app=shop", "since=20", "until=20");
        assertThat(browser().texts(".events .line").toString()).contains("voucher HALF-2 could not be computed");
    }

    @Test
    void family_allFrames_areOpenedAndFoldedAtOnce() {
        openFamily("order {} failed");

        browser().find(".stack .caption button").click();
        assertThat(browser().texts(".frames details:not([open])")).isEmpty();
        assertThat(browser().text(".stack .caption button")).isEqualTo("Fold libraries");

        browser().find(".stack .caption button").click();
        assertThat(browser().texts(".frames details[open]")).isEmpty();
    }

    @Test
    void family_unknown_isSaid() {
        browser().open("/family/0123456789abcdef");

        assertThat(browser().text(".failed")).contains("there is no family '0123456789abcdef'");
        browser().ignoreComplaints();
    }

    @Test
    void family_thatIsQuietNow_saysSinceWhen() {
        browser().open("/?logger=com.example.shop&text=" + "%3Cimg%20src");
        browser().click(".families .line");

        assertThat(browser().text(".chart .warned")).startsWith("none after ");
        assertThat(browser().text(".chart .caption")).contains("1 event");
    }

    @Test
    void family_aValueIsClicked_findsItsEventsOfTheFamilyAndTime() {
        browser().open("/?text=voucher");
        browser().click(".families .line");

        browser().click(".values .value a.text[href*='mdc.user=ann']");

        assertThat(browser().address()).startsWith("/search?").contains("family=", "since=", "mdc.user=ann");
        assertThat(browser().texts(".events .line")).hasSize(3);
    }
}
