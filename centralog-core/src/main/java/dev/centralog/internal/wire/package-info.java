// SPDX-License-Identifier: Apache-2.0
/** The event's form on the wire, the bounds it is cut to, and the key of its group. */
@NullMarked
package dev.centralog.internal.wire;

import org.jspecify.annotations.NullMarked;
