// SPDX-License-Identifier: Apache-2.0
/**
 * Measures the cost of Centralog, compared with other ways of doing the same, as ratios within one run. This package is
 * the command line; the packages below it measure one kind of work each.
 */
@NullMarked
package dev.centralog.bench;

import org.jspecify.annotations.NullMarked;
