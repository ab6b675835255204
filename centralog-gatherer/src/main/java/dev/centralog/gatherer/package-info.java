// SPDX-License-Identifier: Apache-2.0
/** The command line: a class for each command, and the classes that commands share. */
@NullMarked
package dev.centralog.gatherer;

import org.jspecify.annotations.NullMarked;
