// SPDX-License-Identifier: Apache-2.0
/**
 * The API for applications that already have a Lettuce client. This is the only public package whose types name
 * Lettuce's types.
 */
@NullMarked
package dev.centralog.lettuce;

import org.jspecify.annotations.NullMarked;
