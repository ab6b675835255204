// SPDX-License-Identifier: Apache-2.0
/** Tests of gatherers that are killed between COMMIT and acknowledgement, and at other points. */
@NullMarked
package dev.centralog.gatherer.kill;

import org.jspecify.annotations.NullMarked;
