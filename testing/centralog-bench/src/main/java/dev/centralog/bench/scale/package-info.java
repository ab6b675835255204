// SPDX-License-Identifier: Apache-2.0
/** Measures how the costs of each stage grow with a fleet, and fits the model that {@code ./centralog size} computes with. */
@NullMarked
package dev.centralog.bench.scale;

import org.jspecify.annotations.NullMarked;
