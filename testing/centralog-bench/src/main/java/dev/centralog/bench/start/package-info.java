// SPDX-License-Identifier: Apache-2.0
/** Measures how much later an application's first event is accepted because of the appender. */
@NullMarked
package dev.centralog.bench.start;

import org.jspecify.annotations.NullMarked;
