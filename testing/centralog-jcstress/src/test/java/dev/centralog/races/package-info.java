// SPDX-License-Identifier: Apache-2.0
/** Running the races. */
@NullMarked
package dev.centralog.races;

import org.jspecify.annotations.NullMarked;
