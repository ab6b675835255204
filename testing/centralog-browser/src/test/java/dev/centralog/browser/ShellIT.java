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

    @Test
    void modules_areAllNamedInThePage_soThatNoneWaitsForAnother() {
        browser().open("/");

        Object missing = browser().script("""
                const named = new Set([...document.querySelectorAll('link[rel=modulepreload], script[src]')].map((each) => each.href || each.src));
                const read = performance.getEntriesByType('resource').map((each) => each.name).filter((each) => each.endsWith('.js'));
                return [...read.filter((each) => !named.has(each)), ...[...named].filter((each) => !read.includes(each))].join(' ')
                """);
        assertThat(missing).isEqualTo("");
    }
}
