// SPDX-License-Identifier: Apache-2.0
/** The Redis protocol: keys, scripts, connections. The only package that knows Lettuce. */
@NullMarked
package dev.centralog.internal.redis;

import org.jspecify.annotations.NullMarked;
