// SPDX-License-Identifier: Apache-2.0
/**
 * The live tail: what is stored, handed on to whoever follows it; and the actions that are still being counted. It knows nothing of
 * HTTP.
 */
@NullMarked
package dev.centralog.gatherer.live;

import org.jspecify.annotations.NullMarked;
