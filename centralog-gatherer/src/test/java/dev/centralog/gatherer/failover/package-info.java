// SPDX-License-Identifier: Apache-2.0
/** What holds when a replica takes over. */
@NullMarked
package dev.centralog.gatherer.failover;

import org.jspecify.annotations.NullMarked;
