// SPDX-License-Identifier: Apache-2.0
/** The form of events and actions on the wire, their limits, and the names of their groups. */
@NullMarked
package dev.centralog.internal.wire;

import org.jspecify.annotations.NullMarked;
