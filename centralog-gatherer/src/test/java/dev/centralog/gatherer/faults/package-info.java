// SPDX-License-Identifier: Apache-2.0
/** Tests of databases that fail while gatherers are at work. */
@NullMarked
package dev.centralog.gatherer.faults;

import org.jspecify.annotations.NullMarked;
