// SPDX-License-Identifier: Apache-2.0
/**
 * What Centralog costs beside other ways of doing the same, as ratios in one run. This package is the command line;
 * what is measured is in the packages below, one for each kind of work.
 */
@NullMarked
package dev.centralog.bench;

import org.jspecify.annotations.NullMarked;
