// SPDX-License-Identifier: Apache-2.0
/** Races of counting. They are in core's own package, so that they race core's own classes. */
@NullMarked
package dev.centralog.internal.fold;

import org.jspecify.annotations.NullMarked;
