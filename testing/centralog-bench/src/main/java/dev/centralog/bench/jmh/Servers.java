// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.jmh;

import dev.centralog.testkit.LocalGearmand;
import dev.centralog.testkit.LocalRedis;
import java.util.ArrayDeque;
import java.util.Deque;

/** The servers behind a counter, started when it asks for them. Not thread-safe. */
public final class Servers implements AutoCloseable {
    private final Deque<Runnable> ends = new ArrayDeque<>();

    /** The address of a fresh Redis. */
    public String redisUri() {
        LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
        ends.push(redis::close);
        return redis.uri();
    }

    /** The port of a fresh gearmand. */
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
