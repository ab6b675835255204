// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Something of Redis that all tests of a class share, and that is emptied before each. */
abstract class SharedServer<S> implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private @Nullable S server;

    /** Returns the version that it needs. */
    abstract LocalRedis.Version version();

    abstract S start(LocalRedis.Version version);

    abstract void flush(S started);

    abstract void close(S started);

    @Override
    public final void beforeAll(ExtensionContext context) {
        LocalRedis.Version version = version();
        Assumptions.assumeTrue(version.isAvailable(), "no Redis on this machine");
        server = start(version);
    }

    @Override
    public final void beforeEach(ExtensionContext context) {
        flush(get());
    }

    @Override
    public final void afterAll(ExtensionContext context) {
        if (server != null) {
            close(server);
        }
    }

    public final S get() {
        if (server == null) {
            throw new IllegalStateException("not started: the field wants @RegisterExtension and static");
        }
        return server;
    }
}
