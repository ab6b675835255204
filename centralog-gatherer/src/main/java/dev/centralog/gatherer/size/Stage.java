// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.size;

import static dev.centralog.gatherer.size.Quantity.BATCHES;
import static dev.centralog.gatherer.size.Quantity.EVENTS;
import static dev.centralog.gatherer.size.Quantity.LINES;
import static dev.centralog.gatherer.size.Quantity.PAIRS;
import static dev.centralog.gatherer.size.Quantity.PARTITIONS;
import static dev.centralog.gatherer.size.Quantity.PRODUCERS;
import static dev.centralog.gatherer.size.Quantity.ROWS;
import static dev.centralog.gatherer.size.Quantity.SAMPLES;

import java.util.List;

/** The places where an event costs something, each with the quantities that it grows with. */
public enum Stage {
    /** The threads of applications, in log calls. */
    CALLING_THREADS("calling threads", Unit.MICROSECONDS, PRODUCERS, EVENTS, PAIRS),
    /** The shippers of applications, with their connections and what they leave for the garbage collector. */
    SHIPPERS("shippers", Unit.MICROSECONDS, BATCHES, PAIRS, LINES, SAMPLES),
    /** Redis, as producers write to it. */
    REDIS_WRITES("Redis, written to", Unit.MICROSECONDS, BATCHES, PAIRS, LINES, SAMPLES),
    /** Redis, as gatherers read from it. */
    REDIS_READS("Redis, read from", Unit.MICROSECONDS, PARTITIONS, ROWS, SAMPLES),
    /** Gatherers that store in SQLite, which is a part of them. */
    GATHERER_SQLITE("gatherer with SQLite", Unit.MICROSECONDS, PARTITIONS, ROWS, SAMPLES),
    /** Gatherers that store in PostgreSQL. */
    GATHERER_POSTGRESQL("gatherer with PostgreSQL", Unit.MICROSECONDS, PARTITIONS, ROWS, SAMPLES),
    /** The processes of PostgreSQL. */
    POSTGRESQL("PostgreSQL", Unit.MICROSECONDS, PARTITIONS, ROWS, SAMPLES),
    /** The memory of Redis for what a second leaves there until it is stored. */
    WAITING("waiting in Redis", Unit.BYTES, PARTITIONS, ROWS, SAMPLES),
    /** The bytes that Redis receives. */
    RECEIVED("Redis receives", Unit.BYTES, BATCHES, PAIRS, LINES, SAMPLES),
    /** The bytes that Redis sends. */
    SENT("Redis sends", Unit.BYTES, PARTITIONS, ROWS, SAMPLES),
    /** The file of SQLite. */
    DISK_SQLITE("on disk, SQLite", Unit.BYTES, ROWS, SAMPLES),
    /** The tables and indexes of PostgreSQL. */
    DISK_POSTGRESQL("on disk, PostgreSQL", Unit.BYTES, ROWS, SAMPLES);

    /** The kind of what a stage costs. */
    public enum Unit {
        MICROSECONDS("µs"),
        BYTES("bytes");

        private final String word;

        Unit(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    private final String title;
    private final Unit unit;

    @SuppressWarnings("ImmutableEnumChecker") // lists made by List.of are
    private final List<Quantity> grownWith;

    Stage(String title, Unit unit, Quantity... grownWith) {
        this.title = title;
        this.unit = unit;
        this.grownWith = List.of(grownWith);
    }

    /** Returns its name for people. */
    public String title() {
        return title;
    }

    public Unit unit() {
        return unit;
    }

    /** Returns the quantities that its cost grows with. */
    public List<Quantity> grownWith() {
        return grownWith;
    }
}
