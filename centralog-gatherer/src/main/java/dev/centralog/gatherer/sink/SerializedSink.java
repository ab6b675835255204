// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.concurrent.locks.Lock;

/**
 * One of several sinks of a database that allows one writer at a time. They take turns by a fair lock: the database's own lock
 * is not fair, and one sink might never get it.
 *
 * @param sink the sink that stores
 * @param turn a fair lock, the same for all of these sinks
 */
record SerializedSink<D extends SealedDelivery>(Sink<D> sink, Lock turn) implements Sink<D> {
    @Override
    public void prepare() {
        turn.lock();
        try {
            sink.prepare();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public Stored store(D delivery) {
        turn.lock();
        try {
            return sink.store(delivery);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        sink.close();
    }
}
