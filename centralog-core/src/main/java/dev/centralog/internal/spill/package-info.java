// SPDX-License-Identifier: Apache-2.0
/** Numbered batches that wait on disk: their files, and what is left of them when a process dies. */
@NullMarked
package dev.centralog.internal.spill;

import org.jspecify.annotations.NullMarked;
