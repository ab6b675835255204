// SPDX-License-Identifier: Apache-2.0
/** Numbered batches that wait on disk: their files, and how these are read when a process has died. */
@NullMarked
package dev.centralog.internal.spill;

import org.jspecify.annotations.NullMarked;
