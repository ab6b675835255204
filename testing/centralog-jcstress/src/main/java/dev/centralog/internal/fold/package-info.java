// SPDX-License-Identifier: Apache-2.0
/** Races of counting, in core's own package, so that core's own classes are what is raced. */
@NullMarked
package dev.centralog.internal.fold;

import org.jspecify.annotations.NullMarked;
