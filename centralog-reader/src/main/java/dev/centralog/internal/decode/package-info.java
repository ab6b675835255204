// SPDX-License-Identifier: Apache-2.0
/** The decoders of the JSON that {@link dev.centralog.internal.wire} writes; the only package that knows Jackson. */
@NullMarked
package dev.centralog.internal.decode;

import org.jspecify.annotations.NullMarked;
