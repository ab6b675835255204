// SPDX-License-Identifier: Apache-2.0
/** The reading side's calls to Redis: sealing, leasing, reading, acknowledging, trimming. */
@NullMarked
package dev.centralog.internal.redis.read;

import org.jspecify.annotations.NullMarked;
