// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/** A value that the database works out by itself, from the row as it is stored. */
record SqlText(String sql) {}
