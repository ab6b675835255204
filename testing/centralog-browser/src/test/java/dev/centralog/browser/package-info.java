// SPDX-License-Identifier: Apache-2.0
/** Tests of the page in a real browser. */
@NullMarked
package dev.centralog.browser;

import org.jspecify.annotations.NullMarked;
