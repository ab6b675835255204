// SPDX-License-Identifier: Apache-2.0
/** Databases that fail while gatherers are at work. */
@NullMarked
package dev.centralog.gatherer.faults;

import org.jspecify.annotations.NullMarked;
