// SPDX-License-Identifier: Apache-2.0
/** The gathering: it takes sealed windows out of Redis, stores them through a sink, and acknowledges them. */
@NullMarked
package dev.centralog.gatherer.engine;

import org.jspecify.annotations.NullMarked;
