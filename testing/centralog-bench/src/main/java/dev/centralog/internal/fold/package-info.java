// SPDX-License-Identifier: Apache-2.0
/** Compares parts of the fold with those of the JDK. The package is core's, because the parts are not public. */
@NullMarked
package dev.centralog.internal.fold;

import org.jspecify.annotations.NullMarked;
