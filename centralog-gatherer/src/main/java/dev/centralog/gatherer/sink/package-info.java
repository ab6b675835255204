// SPDX-License-Identifier: Apache-2.0
/**
 * The storing of sealed windows of events and slices of actions: the {@link dev.centralog.gatherer.sink.Sink}, and those
 * for SQLite, PostgreSQL, and MariaDB or MySQL. No API: what is to be stored elsewhere is read from a
 * {@link dev.centralog.gather.DeliverySource}.
 */
@NullMarked
package dev.centralog.gatherer.sink;

import org.jspecify.annotations.NullMarked;
