// SPDX-License-Identifier: Apache-2.0
/** The claiming of windows on the reading side: choosing, sealing, leasing and decoding them. */
@NullMarked
package dev.centralog.internal.claim;

import org.jspecify.annotations.NullMarked;
