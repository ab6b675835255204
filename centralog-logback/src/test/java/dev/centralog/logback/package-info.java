// SPDX-License-Identifier: Apache-2.0
/** Tests of the Logback appender. */
@NullMarked
package dev.centralog.logback;

import org.jspecify.annotations.NullMarked;
