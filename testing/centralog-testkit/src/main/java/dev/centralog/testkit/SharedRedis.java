// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One server for all tests of a class, emptied before each test: a static field with {@code @RegisterExtension}. It is
 * for tests that do not depend on the version of Redis and neither stop nor configure it.
 */
public final class SharedRedis implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private @Nullable LocalRedis redis;

    @Override
    public void beforeAll(ExtensionContext context) {
        LocalRedis.Version version = LocalRedis.Version.newest();
        Assumptions.assumeTrue(version.isAvailable(), "no Redis on this machine");
        redis = LocalRedis.start(version);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        get().flush();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (redis != null) {
            redis.close();
        }
    }

    public LocalRedis get() {
        if (redis == null) {
            throw new IllegalStateException("not started: the field wants @RegisterExtension and static");
        }
        return redis;
    }

    /** Returns the server's URI. */
    public String uri() {
        return get().uri();
    }
}
