// SPDX-License-Identifier: Apache-2.0
/**
 * All that an adapter or an application needs to log: the event, the settings, and {@link dev.centralog.Centralog}, the
 * handle that folds events and ships them to Redis. The reading side is in {@code dev.centralog.gather}.
 */
@NullMarked
package dev.centralog;

import org.jspecify.annotations.NullMarked;
