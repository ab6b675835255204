// SPDX-License-Identifier: Apache-2.0
/** What tests of this module use of the gatherer. */
@NullMarked
package dev.centralog.gatherer;

import org.jspecify.annotations.NullMarked;
