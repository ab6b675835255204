// SPDX-License-Identifier: Apache-2.0
/**
 * Where sealed windows are stored: the {@link dev.centralog.gatherer.sink.Sink} that others can implement, and the
 * two that come with Centralog, for SQLite and PostgreSQL.
 */
@NullMarked
package dev.centralog.gatherer.sink;

import org.jspecify.annotations.NullMarked;
