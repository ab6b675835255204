// SPDX-License-Identifier: Apache-2.0
/** Helpers of several modules' tests that use core or a framework. */
@NullMarked
package dev.centralog.testsupport;

import org.jspecify.annotations.NullMarked;
