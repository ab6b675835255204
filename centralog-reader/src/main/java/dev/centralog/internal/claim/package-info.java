// SPDX-License-Identifier: Apache-2.0
/** The reading side: which window is due, whose lease it is, what it holds. */
@NullMarked
package dev.centralog.internal.claim;

import org.jspecify.annotations.NullMarked;
