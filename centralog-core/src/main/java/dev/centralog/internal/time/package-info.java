// SPDX-License-Identifier: Apache-2.0
/** The clock, and the threads that are ours. */
@NullMarked
package dev.centralog.internal.time;

import org.jspecify.annotations.NullMarked;
