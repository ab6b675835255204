// SPDX-License-Identifier: Apache-2.0
/** The pauses before something is tried again. */
@NullMarked
package dev.centralog.internal.retry;

import org.jspecify.annotations.NullMarked;
