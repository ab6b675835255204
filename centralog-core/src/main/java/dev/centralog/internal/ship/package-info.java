// SPDX-License-Identifier: Apache-2.0
/** The work of the shipper's thread: drain, number, send, take replies, spill; and the wiring and the end of a producer. */
@NullMarked
package dev.centralog.internal.ship;

import org.jspecify.annotations.NullMarked;
