// SPDX-License-Identifier: Apache-2.0
/** For applications that have a Lettuce client already; the one public package whose types name Lettuce's. */
@NullMarked
package dev.centralog.lettuce;

import org.jspecify.annotations.NullMarked;
