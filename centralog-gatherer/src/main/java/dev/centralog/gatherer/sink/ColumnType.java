// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/** What a column holds, and so how its values are given to a database. */
public enum ColumnType {
    TEXT,
    NUMBER,
    DECIMAL,
    TIME,
    JSON,
    BYTES
}
