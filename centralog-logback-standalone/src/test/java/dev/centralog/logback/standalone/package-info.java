// SPDX-License-Identifier: Apache-2.0
/** Tests of the self-contained jar. */
@NullMarked
package dev.centralog.logback.standalone;

import org.jspecify.annotations.NullMarked;
