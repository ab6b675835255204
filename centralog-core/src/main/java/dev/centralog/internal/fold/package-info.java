// SPDX-License-Identifier: Apache-2.0
/** Folding on the threads that log: counts events and actions by group and window. */
@NullMarked
package dev.centralog.internal.fold;

import org.jspecify.annotations.NullMarked;
