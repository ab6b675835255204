// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import dev.centralog.testkit.ChromiumPrograms;
import dev.centralog.testkit.LocalRedis;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/** The starter of the browser and the page that all test classes share; they end with the session of tests. */
final class OneBrowser implements BeforeAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(OneBrowser.class);

    /** A browser at a page. */
    private static final class Running implements AutoCloseable {
        private final ServedPage page = new ServedPage();
        private final Browser browser = new Browser(page);

        @Override
        public void close() {
            browser.close();
            page.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Assumptions.assumeTrue(ChromiumPrograms.areAvailable());
        Assumptions.assumeTrue(LocalRedis.Version.newest().isAvailable(), "no Redis on this machine");
        Running running = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(Running.class, key -> new Running(), Running.class);
        BrowserFixture.use(running.page, running.browser);
    }
}
