// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.browser.Browser.Form;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that hold of every view, in every form; also their pictures, in {@code target/screenshots}. */
class EveryViewIT extends BrowserFixture {
    /** The views. */
    enum View {
        OVERVIEW,
        SEARCH,
        FAMILY,
        OPENED,
        EVENT,
        TAIL,
        ACTIONS,
        PIPELINE,
        MISSING
    }

    private static void open(View view) {
        switch (view) {
            case OVERVIEW -> browser().open("/");
            case SEARCH -> browser().open("/search?level=WARN");
            case FAMILY -> {
                open(View.OVERVIEW);
                browser().click(".families tr[data-level=ERROR] .line");
            }
            case OPENED -> {
                browser().open("/search?text=voucher");
                browser().click(".events .line");
            }
            case EVENT -> {
                open(View.OPENED);
                browser().click(".actions a[href^='/event/']");
            }
            case TAIL -> {
                browser().open("/tail?text=voucher");
                browser().find("live-tail .connection.live");
                browser().find("live-tail .line");
            }
            case ACTIONS -> {
                page().act(List.of(Action.of("ann", "view"), Action.of("ann", "view"), Action.of("bob", "buy")));
                browser().open("/actions");
                browser().find(".open-slices");
            }
            case PIPELINE -> browser().open("/pipeline");
            case MISSING -> browser().open("/no/such/page");
        }
    }

    @ParameterizedTest
    @EnumSource
    void view_inEachForm_fitsAndHasNoFaultOfAccess(View view) {
        open(view);
        assertThat(browser().texts("h1")).hasSize(1);

        for (Form form : Form.values()) {
            browser().show(form);

            String name = (view + "-" + form).toLowerCase(Locale.ROOT);
            assertThat(browser().overflow()).as(name).isZero();
            // The narrow form has the same colours and elements, and fewer of them.
            List<String> faults =
                    switch (form) {
                        case LIGHT -> browser().axe();
                        case DARK -> browser().axeOfColours();
                        case NARROW -> List.of();
                    };
            assertThat(faults).as(name).isEmpty();
            browser().picture(name);
        }
    }
}
