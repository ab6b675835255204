// SPDX-License-Identifier: Apache-2.0
/** The commands that show Centralog at work: {@code demo}, {@code load} and {@code replay}. Unpublished. */
@NullMarked
package dev.centralog.tools;

import org.jspecify.annotations.NullMarked;
