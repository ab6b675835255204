// SPDX-License-Identifier: Apache-2.0
/** What the shipper's thread does: drain, number, send, take replies, spill; and how a producer is wired and ends. */
@NullMarked
package dev.centralog.internal.ship;

import org.jspecify.annotations.NullMarked;
