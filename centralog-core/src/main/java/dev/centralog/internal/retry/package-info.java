// SPDX-License-Identifier: Apache-2.0
/** How long to wait before something is tried again. */
@NullMarked
package dev.centralog.internal.retry;

import org.jspecify.annotations.NullMarked;
