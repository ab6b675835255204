// SPDX-License-Identifier: Apache-2.0
/**
 * The API of the logging side, for applications and adapters: the event, the settings, and
 * {@link dev.centralog.Centralog}, the handle that folds events and ships them to Redis. The reading side is in
 * {@code dev.centralog.gather}.
 */
@NullMarked
package dev.centralog;

import org.jspecify.annotations.NullMarked;
