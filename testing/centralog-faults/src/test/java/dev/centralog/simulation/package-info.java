// SPDX-License-Identifier: Apache-2.0
/** Explores the protocol by a deterministic simulation of producers, Redis and gatherers under random faults. */
@NullMarked
package dev.centralog.simulation;

import org.jspecify.annotations.NullMarked;
