// SPDX-License-Identifier: Apache-2.0
/** What an appender and a gatherer cost that have nothing to do. */
@NullMarked
package dev.centralog.bench.idle;

import org.jspecify.annotations.NullMarked;
