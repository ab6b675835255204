// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.jmh;

import dev.centralog.testkit.LocalGearmand;
import dev.centralog.testkit.LocalRedis;
import java.util.ArrayDeque;
import java.util.Deque;

/** The servers that a counter needs, started on demand. Not thread-safe. */
public final class Servers implements AutoCloseable {
    private final Deque<Runnable> ends = new ArrayDeque<>();

    /** Returns the URI of a new Redis. */
    public String redisUri() {
        LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
        ends.push(redis::close);
        return redis.uri();
    }

    /** Returns the port of a new gearmand. */
    public int gearmandPort() {
        LocalGearmand gearmand = LocalGearmand.start();
        ends.push(gearmand::close);
        return gearmand.port();
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
