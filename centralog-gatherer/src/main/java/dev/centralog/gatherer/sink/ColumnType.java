// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/** The type of a column's values, which decides how they are passed to a database. */
public enum ColumnType {
    TEXT,
    NUMBER,
    DECIMAL,
    TIME,
    /** A time whose nanoseconds stand in a column of their own, too. */
    SECOND,
    JSON,
    BYTES
}
