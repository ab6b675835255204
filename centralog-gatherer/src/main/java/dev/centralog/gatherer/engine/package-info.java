// SPDX-License-Identifier: Apache-2.0
/** Gathers: takes sealed windows out of Redis, has them stored, and acknowledges them. */
@NullMarked
package dev.centralog.gatherer.engine;

import org.jspecify.annotations.NullMarked;
