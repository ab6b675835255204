// SPDX-License-Identifier: Apache-2.0
/** Parts of the fold against those of the JDK; here, as the parts are not public. */
@NullMarked
package dev.centralog.internal.fold;

import org.jspecify.annotations.NullMarked;
