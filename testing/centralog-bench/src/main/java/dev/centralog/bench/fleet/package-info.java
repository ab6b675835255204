// SPDX-License-Identifier: Apache-2.0
/** Ten thousand logical producers before a real Redis: what they cost, and what they do at the same moment. */
@NullMarked
package dev.centralog.bench.fleet;

import org.jspecify.annotations.NullMarked;
