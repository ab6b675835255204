// SPDX-License-Identifier: Apache-2.0
/** The logging side: fold, queue, ship. The calling thread folds; the shipper thread does all the rest. */
@NullMarked
package dev.centralog.internal.ship;

import org.jspecify.annotations.NullMarked;
