// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.concurrent.locks.Lock;

/**
 * One of several sinks of a database that has one writer. They take turns: the database's own lock goes to whoever asks in
 * the right moment, and to the other one perhaps never.
 *
 * @param sink what stores
 * @param turn fair, the same for all of them
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
