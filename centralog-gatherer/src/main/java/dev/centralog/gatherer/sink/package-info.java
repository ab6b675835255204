// SPDX-License-Identifier: Apache-2.0
/**
 * Where sealed windows of events and slices of actions are stored: the {@link dev.centralog.gatherer.sink.Sink} that
 * others can implement, and those that come with Centralog, for SQLite, PostgreSQL, and MariaDB or MySQL.
 */
@NullMarked
package dev.centralog.gatherer.sink;

import org.jspecify.annotations.NullMarked;
