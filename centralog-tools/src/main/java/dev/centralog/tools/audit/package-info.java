// SPDX-License-Identifier: Apache-2.0
/** Compares what was logged, by numbered calls, with what a database holds of it. */
@NullMarked
package dev.centralog.tools.audit;

import org.jspecify.annotations.NullMarked;
