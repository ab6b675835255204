// SPDX-License-Identifier: Apache-2.0
/** A Redis of one's own, for trying things out. */
@NullMarked
package dev.centralog.gatherer.redis;

import org.jspecify.annotations.NullMarked;
