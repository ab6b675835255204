// SPDX-License-Identifier: Apache-2.0
/** Tests that run the races. */
@NullMarked
package dev.centralog.races;

import org.jspecify.annotations.NullMarked;
