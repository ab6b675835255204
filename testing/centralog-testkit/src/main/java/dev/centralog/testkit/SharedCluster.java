// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One cluster for all tests of a class, emptied before each test: a static field with {@code @RegisterExtension}. A test
 * that breaks it must leave it whole.
 */
public final class SharedCluster implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private @Nullable LocalCluster cluster;

    @Override
    public void beforeAll(ExtensionContext context) {
        LocalRedis.Version version = LocalRedis.Version.newest();
        Assumptions.assumeTrue(version.isAvailable(), "no Redis on this machine");
        cluster = LocalCluster.start(version);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        get().flush();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (cluster != null) {
            cluster.close();
        }
    }

    public LocalCluster get() {
        if (cluster == null) {
            throw new IllegalStateException("not started: the field wants @RegisterExtension and static");
        }
        return cluster;
    }

    /** Returns the cluster's URI. */
    public String uri() {
        return get().uri();
    }
}
