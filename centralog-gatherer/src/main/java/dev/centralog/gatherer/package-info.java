// SPDX-License-Identifier: Apache-2.0
/** The command line: one class a command, and what they share. */
@NullMarked
package dev.centralog.gatherer;

import org.jspecify.annotations.NullMarked;
