// SPDX-License-Identifier: Apache-2.0
/** Counting what applications log, on the threads that log: events and actions, by group and window. */
@NullMarked
package dev.centralog.internal.fold;

import org.jspecify.annotations.NullMarked;
