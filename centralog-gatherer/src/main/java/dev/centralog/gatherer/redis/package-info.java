// SPDX-License-Identifier: Apache-2.0
/** The embedded Redis server, for trying things out. */
@NullMarked
package dev.centralog.gatherer.redis;

import org.jspecify.annotations.NullMarked;
