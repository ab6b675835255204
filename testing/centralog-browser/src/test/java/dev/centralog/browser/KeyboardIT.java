// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Tests of what keys do. */
class KeyboardIT extends BrowserFixture {
    private static String focused() {
        return String.valueOf(browser().script("return document.activeElement.textContent"));
    }

    @Test
    void jAndK_moveAlongTheLines() {
        browser().open("/search?text=order");

        browser().press("jj");
        assertThat(focused()).isEqualTo("order 148 failed");

        browser().press("k");
        assertThat(focused()).isEqualTo("order 149 failed");

        browser().press(Keys.ENTER);
        browser().awaitRead();
        assertThat(browser().texts(".opened")).hasSize(1);
    }

    @Test
    void e_movesToTheNextError() {
        browser().open("/?changes=1h&levels=all");
        browser().script("document.querySelector('.families .line').focus()");

        browser().press("e");

        assertThat(focused()).isEqualTo("order {} failed");
    }

    @Test
    void slash_goesToTheSearchAndEscapeLeavesIt() {
        browser().open("/");

        browser().press("/");
        assertThat(browser().script("return document.activeElement.id")).isEqualTo("search");

        browser().press(Keys.ESCAPE);
        assertThat(browser().script("return document.activeElement.id")).isEqualTo("");
    }

    @Test
    void questionMark_opensTheHelp() {
        browser().open("/");

        browser().press("?");
        assertThat(browser().text("dialog[open]")).contains("next and previous error");

        browser().press(Keys.ESCAPE);
        assertThat(browser().texts("dialog[open]")).isEmpty();
    }

    @Test
    void arrows_readTheChartAndEnterChooses() {
        browser().open("/?since=6h");
        browser().script("document.querySelector('event-chart').focus()");

        browser().press(Keys.ARROW_LEFT);
        assertThat(browser()
                        .script("return document.querySelector('#announcement').textContent")
                        .toString())
                .matches("([A-Z0-9][^:]* )?\\d\\d:\\d[05] \\+ 5 min: .*");

        browser().press(Keys.ENTER);
        assertThat(browser().text(".moment")).contains("is chosen");
    }

    @Test
    void arrows_onASliceInWhichAReleaseBegan_nameIt() {
        browser().open("/?since=6h");
        browser().script("document.querySelector('event-chart').focus()");

        List<String> read = new ArrayList<>();
        for (int slice = 0; slice < 30; slice++) {
            browser().press(Keys.ARROW_LEFT);
            read.add(browser()
                    .script("return document.querySelector('#announcement').textContent")
                    .toString());
        }

        assertThat(read)
                .filteredOn(each -> each.contains("; release shop 1.1.0"))
                .hasSize(1);
    }

    @Test
    void theme_button_changesColoursAndIsKept() {
        browser().open("/");
        Object before = browser().script("return getComputedStyle(document.body).backgroundColor");

        browser().find(".buttons button").click();
        browser().find(".buttons button").click();

        assertThat(browser().script("return getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(before);
        browser().open("/search");
        assertThat(browser().script("return getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(before);
        browser().find(".buttons button").click();
        assertThat(browser().script("return document.documentElement.dataset.theme"))
                .isEqualTo("auto");
    }
}
