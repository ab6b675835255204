// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests of what a browser gets at its first visit. */
class ShellIT extends BrowserFixture {
    private static final long MOST_BYTES = 150_000;

    @Test
    void shell_atTheFirstVisit_isSmall() {
        browser().forgetCache();

        browser().open("/");

        Object bytes = browser().script("""
                return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                    .filter((each) => !each.name.includes('/api/'))
                    .reduce((sum, each) => sum + each.transferSize, 0)
                """);
        assertThat(((Number) bytes).longValue()).isBetween(20_000L, MOST_BYTES);
    }
}
