// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

/** A log statement whose event goes to one appender. Thread-safety: any thread calls each of its methods. */
interface Statement extends AutoCloseable {
    /** Logs an event of a group that is the same every time. */
    void repeat(Object argument);

    /** Logs an event whose group is that of its text. */
    void say(String text);

    /** As {@link #say}, with a throwable. */
    void fail(String text, Throwable thrown);

    /** Blocks until what runs behind it is there: an application starts once, and has more than a few seconds for it. */
    default void awaitReady() {}

    /** Calls so far whose event was given up. */
    default long dropped() {
        return 0;
    }

    /** Waits until what was taken has arrived, and ends what runs behind it. */
    @Override
    void close();
}
