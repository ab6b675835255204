// SPDX-License-Identifier: Apache-2.0
/** What tests of several modules share, and knows core or a framework. */
@NullMarked
package dev.centralog.testsupport;

import org.jspecify.annotations.NullMarked;
