// SPDX-License-Identifier: Apache-2.0
/** The connections that many logical producers share. */
@NullMarked
package dev.centralog.internal.redis;

import org.jspecify.annotations.NullMarked;
