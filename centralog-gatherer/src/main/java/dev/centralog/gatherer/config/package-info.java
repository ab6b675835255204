// SPDX-License-Identifier: Apache-2.0
/** The gatherer's settings, and the four places they come from: flags, environment, file, defaults. */
@NullMarked
package dev.centralog.gatherer.config;

import org.jspecify.annotations.NullMarked;
