// SPDX-License-Identifier: Apache-2.0
/** The shipper of a logical producer, of which many share a thread. */
@NullMarked
package dev.centralog.internal.ship;

import org.jspecify.annotations.NullMarked;
