// SPDX-License-Identifier: Apache-2.0
/** Millions of actions from several processes to the rows of a database, checked to the last one. */
@NullMarked
package dev.centralog.bench.volume;

import org.jspecify.annotations.NullMarked;
