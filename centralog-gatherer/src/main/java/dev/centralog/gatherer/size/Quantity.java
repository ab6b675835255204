// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.size;

/** The quantities that costs grow with, of one second. */
public enum Quantity {
    /** Processes that log. */
    PRODUCERS("producer"),
    /** Log calls. */
    EVENTS("event"),
    /** Batches: a process sends one for each flush in which it has logged, and one more where a second ends in between. */
    BATCHES("batch"),
    /** Pairs of a group and a process that logs it. */
    PAIRS("pair"),
    /** Lines of batches: a pair is sent anew with each flush in which it has repeated. */
    LINES("line"),
    /** Partitions that something arrives in, each with a window of its own. */
    PARTITIONS("window"),
    /** Rows of events: a group is one in each partition that it arrives in. */
    ROWS("row"),
    /** Rows of samples. */
    SAMPLES("sample");

    private final String word;

    Quantity(String word) {
        this.word = word;
    }

    /** Returns the word for one of them. */
    public String word() {
        return word;
    }
}
