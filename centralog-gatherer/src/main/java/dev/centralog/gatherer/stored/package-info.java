// SPDX-License-Identifier: Apache-2.0
/** The reading of what is stored: events, actions and dead letters. */
@NullMarked
package dev.centralog.gatherer.stored;

import org.jspecify.annotations.NullMarked;
