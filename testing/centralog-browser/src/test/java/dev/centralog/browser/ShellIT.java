// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests of what a browser gets at its first visit. */
class ShellIT extends BrowserFixture {
    @Test
    void range_chosenByItsEnds_isInTheAddress() {
        browser().open("/search");

        browser().script("""
                        const select = document.querySelector('select[aria-label=Time]');
                        select.value = 'choose';
                        select.dispatchEvent(new Event('change', { bubbles: true }));
                        """);
        enterRange("2026-01-31T14:00", "2026-01-31T13:00");
        assertThat(browser().text("#range .failed")).isEqualTo("The end is not after the beginning.");

        enterRange("2026-01-31T14:00", "2026-01-31T15:00");
        assertThat(browser().texts("dialog[open]")).isEmpty();
        assertThat(browser().address())
                .isEqualTo("/search?since=" + inUtc("2026-01-31T14:00") + "&until=" + inUtc("2026-01-31T15:00"));
    }

    private static void enterRange(String since, String until) {
        browser().script("""
                        const { since, until } = document.querySelector('#range form').elements;
                        [since.value, until.value] = arguments;
                        """, since, until);
        browser().click("#range .primary");
    }

    /** Returns a time of the browser's zone in UTC. */
    private static Object inUtc(String time) {
        return browser().script("return new Date(arguments[0]).toISOString().replace('.000Z', 'Z')", time);
    }

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
