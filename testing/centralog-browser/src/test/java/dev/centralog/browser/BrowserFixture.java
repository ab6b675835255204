// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The common part of tests: one browser and one page for all of them. */
@ExtendWith(OneBrowser.class)
abstract class BrowserFixture {
    private static @Nullable ServedPage page;
    private static @Nullable Browser browser;

    static void use(ServedPage served, Browser started) {
        page = served;
        browser = started;
    }

    static Browser browser() {
        return Objects.requireNonNull(browser);
    }

    static ServedPage page() {
        return Objects.requireNonNull(page);
    }

    /** Tests, after each test: no error in the console, nothing against the policy on content, no request to elsewhere. */
    @AfterEach
    void nothing_complains() {
        browser().assertQuiet();
    }
}
