// SPDX-License-Identifier: Apache-2.0
/** Gatherers that are killed between COMMIT and acknowledgement. */
@NullMarked
package dev.centralog.gatherer.kill;

import org.jspecify.annotations.NullMarked;
