// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

/**
 * One cluster for all tests of a class, emptied before each test: a static field with {@code @RegisterExtension}. A test
 * that breaks it must leave it whole.
 */
public final class SharedCluster extends SharedServer<LocalCluster> {
    @Override
    LocalRedis.Version version() {
        return LocalRedis.Version.V7_0;
    }

    @Override
    LocalCluster start(LocalRedis.Version version) {
        return LocalCluster.start(version);
    }

    @Override
    void flush(LocalCluster started) {
        started.flush();
    }

    @Override
    void close(LocalCluster started) {
        started.close();
    }

    /** Returns the cluster's URI. */
    public String uri() {
        return get().uri();
    }
}
