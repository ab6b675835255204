// SPDX-License-Identifier: Apache-2.0
/** The cost of one call of a logger, by what its appender does with the event. */
@NullMarked
package dev.centralog.bench.call;

import org.jspecify.annotations.NullMarked;
