// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

/**
 * One server for all tests of a class, emptied before each test: a static field with {@code @RegisterExtension}. It is
 * for tests that do not depend on the version of Redis and neither stop nor configure it.
 */
public final class SharedRedis extends SharedServer<LocalRedis> {
    @Override
    LocalRedis.Version version() {
        return LocalRedis.Version.newest();
    }

    @Override
    LocalRedis start(LocalRedis.Version version) {
        return LocalRedis.start(version);
    }

    @Override
    void flush(LocalRedis started) {
        started.flush();
    }

    @Override
    void close(LocalRedis started) {
        started.close();
    }

    /** Returns the server's URI. */
    public String uri() {
        return get().uri();
    }
}
