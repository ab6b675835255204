// SPDX-License-Identifier: Apache-2.0

/** Texts for people: stack traces as Java prints them, and text that is harmless for a terminal. */
@NullMarked
package dev.centralog.gatherer.text;

import org.jspecify.annotations.NullMarked;
