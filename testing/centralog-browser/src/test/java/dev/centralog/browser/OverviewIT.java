// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests of the first view: the chart, what changed, all families. */
class OverviewIT extends BrowserFixture {
    @Test
    void overview_families_haveExactTotalsAndSortByThem() {
        browser().open("/?levels=all");

        assertThat(browser().texts(".families tbody td.number")).startsWith("1,000", "150", "10");
        assertThat(browser().texts(".families tbody tr .line").get(0)).isEqualTo("showed product {}");
        assertThat(browser().text(".families th[aria-sort]")).startsWith("Events");

        browser().click(".families th:nth-child(5) a");

        assertThat(browser().address()).isEqualTo("/?levels=all&sort=first");
        assertThat(browser().texts(".families .line"))
                .startsWith("voucher {} could not be computed", "showed product {}")
                .endsWith("order {} failed");
    }

    @Test
    void overview_familiesThatNobodyLooksFor_areOneClickAway() {
        browser().open("/");

        assertThat(browser().text("#families-title")).isEqualTo("Families of WARN and worse");
        assertThat(browser().texts(".families .line"))
                .startsWith("order {} failed")
                .doesNotContain("showed product {}");

        browser().click(".narrowing a:first-child");

        assertThat(browser().address()).isEqualTo("/?levels=all");
        assertThat(browser().texts(".families .line")).startsWith("showed product {}");

        browser().open("/?state=open");

        assertThat(browser().texts(".families .line")).startsWith("showed product {}");
    }

    @Test
    void overview_fromAFixedTime_isOfNow() {
        browser().open("/search?since=2026-01-31T14:00:00Z&until=2026-01-31T15:00:00Z&app=shop");

        browser().click("header nav a");

        assertThat(browser().address()).isEqualTo("/?app=shop");
    }

    @Test
    void overview_changes_areThoseOfTheLastRelease() {
        browser().open("/");

        assertThat(browser().text(".report h3")).contains("shop 1.1.0").contains("after 1.0.0");
        assertThat(browser().texts(".changed .line"))
                .contains("voucher {} could not be computed")
                .doesNotContain("order {} failed");
        assertThat(browser().texts(".changed .change")).contains("New");

        browser().click(".segments a:nth-child(2)");

        assertThat(browser().address()).isEqualTo("/?changes=1h");
    }

    @Test
    void histogram_ofTheLastDay_saysEventsAndLevels() {
        browser().open("/");

        assertThat(browser().text(".chart .caption")).contains("1,162 events in 156 rows");
        assertThat(browser().texts(".toggle[aria-pressed=true]")).containsExactly("ERROR 160", "WARN 2");
        assertThat(browser().find("event-chart").getDomAttribute("aria-label"))
                .contains("ERROR 160, WARN 2, INFO 1,000")
                .contains("shop 1.1.0 at ");
        assertThat(browser().find("event-chart canvas").getSize().getWidth()).isGreaterThan(900);

        browser().click(".toggle.info");

        assertThat(browser().address()).isEqualTo("/?hide=none");
        assertThat(browser().texts(".toggle[aria-pressed=true]")).hasSize(3);
    }

    @Test
    void histogram_dragged_zoomsAndBackLeadsBack() {
        browser().open("/?since=6h");

        browser().drag("event-chart", 0.4, 0.6);

        assertThat(browser().address()).contains("since=20").contains("until=20");
        assertThat(browser().texts(".chart .button")).contains("Whole time");

        browser().back();

        assertThat(browser().address()).isEqualTo("/?since=6h");
    }

    @Test
    void histogram_aBarIsClicked_offersTheChangesSinceThen() {
        browser().open("/?since=6h");

        browser().find("event-chart .u-over").click();
        browser().click(".moment .button");

        assertThat(browser().address()).contains("changes=20");
        assertThat(browser().texts(".segments a[aria-current] time")).hasSize(1);
    }

    @Test
    void histogram_mostlyEmpty_leadsToWhatIsThere() {
        browser().open("/?since=7d");

        browser().click(".chart .caption .button");

        assertThat(browser().address()).startsWith("/?since=20");
        assertThat(browser().text(".chart .caption")).startsWith("1,164 events in 158 rows");
        assertThat(browser().texts(".chart .caption .button")).containsExactly("Whole time");
    }

    @Test
    void overview_whatHasChanged_isMarkedAmongAllFamilies() {
        browser().open("/");

        assertThat(browser().texts(".families tr[data-level=ERROR] .sub").toString())
                .contains("New com.example.shop.Checkout");
    }

    @Test
    void overview_whatCannotBeTold_isOneLine() {
        browser().open("/");

        assertThat(untold("no earlier release is known", "no earlier release is known"))
                .contains("It can't be told of a 1, b 1: no earlier release is known.");
        assertThat(untold("it has ended", "no earlier release is known"))
                .contains("It can't be told of a 1, b 1")
                .doesNotContain("it has ended");
    }

    /** Returns the text of the changes of two applications of which nothing can be told. */
    private static String untold(String reasonOfOne, String reasonOfOther) {
        return browser().script("""
                        const reports = [['a', arguments[0]], ['b', arguments[1]]]
                            .map(([app, reason]) => ({ app, release: '1', cannot_tell: [reason], changes: [] }));
                        return Promise.all([import('/static/js/changes.js'), import('/static/js/lit.js')]).then(([{ changes }, { render }]) => {
                            const place = document.querySelector('main').appendChild(document.createElement('div'));
                            render(changes({ data: { reports } }, new URLSearchParams()), place);
                            return place.innerText;
                        });
                        """, reasonOfOne, reasonOfOther).toString();
    }

    @Test
    void overview_anAppWithoutEvents_saysWhatToDo() {
        browser().open("/?app=nobody");

        assertThat(browser().texts(".empty").toString())
                .contains("Choose a longer one")
                .contains("No family fits");
    }
}
