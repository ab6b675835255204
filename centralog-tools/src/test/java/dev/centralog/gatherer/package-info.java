// SPDX-License-Identifier: Apache-2.0
/** The part of the gatherer that tests of this module use. */
@NullMarked
package dev.centralog.gatherer;

import org.jspecify.annotations.NullMarked;
