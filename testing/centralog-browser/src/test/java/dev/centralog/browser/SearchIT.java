// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests of the search. */
class SearchIT extends BrowserFixture {
    @Test
    void search_typedConditions_becomeChips() {
        browser().open("/");

        browser().search("level:error host:web-2 mdc.user:ann \"HALF\"");

        assertThat(browser().address())
                .startsWith("/search?")
                .contains("level=ERROR", "host=web-2", "mdc.user=ann", "text=");
        assertThat(browser().texts(".chips b")).containsExactly("ERROR", "web-2", "ann");
    }

    @Test
    void search_olderResults_comeByCursorWithoutGap() {
        browser().open("/search?text=order");

        assertThat(browser().texts(".events .line"))
                .hasSize(100)
                .startsWith("order 149 failed")
                .endsWith("order 50 failed");

        browser().click(".more a");

        assertThat(browser().texts(".events .line"))
                .hasSize(50)
                .startsWith("order 49 failed")
                .endsWith("order 0 failed");

        browser().back();

        assertThat(browser().texts(".events .line")).startsWith("order 149 failed");
    }

    @Test
    void search_aValueIsClicked_includesOrExcludes() {
        browser().open("/search?text=order");

        browser().click(".events .origin .value:nth-of-type(2) a.text");
        assertThat(browser().texts(".chips b")).containsExactly("web-2");

        browser().click(".chips li a");
        assertThat(browser().address()).contains("-host=web-2");
        assertThat(browser().texts(".events .line")).startsWith("order 119 failed");

        browser().click(".chips .remove");
        assertThat(browser().address()).isEqualTo("/search?text=order");
    }

    @Test
    void search_anEventIsOpened_showsAllOfItAndHasAnAddress() {
        browser().open("/search?text=voucher");

        browser().click(".events .line");

        assertThat(browser().address()).contains("open=");
        assertThat(browser().text(".opened .fields"))
                .contains("com.example.shop.Checkout", "worker-1", "tenant=acme", "1.1.0");
        assertThat(browser().text(".opened .message")).contains("voucher HALF-0 could not be computed");
        assertThat(browser().text(".opened .frames")).contains("NumberFormatException");

        browser().click(".opened .actions .button:nth-of-type(2)");

        assertThat(browser().address()).startsWith("/event/");
        assertThat(browser().texts(".events tr.here .line")).containsExactly("voucher HALF-0 could not be computed");
    }

    @Test
    void search_withoutAMatch_saysWhyAndWhatToDo() {
        browser().open("/search?text=nobody-logged-this");

        assertThat(browser().text("div.empty")).contains("No event fits.").contains("Look at 30 days");
    }
}
