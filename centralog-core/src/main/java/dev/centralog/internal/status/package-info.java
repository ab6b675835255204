// SPDX-License-Identifier: Apache-2.0
/** The messages of Centralog about itself, and its version. */
@NullMarked
package dev.centralog.internal.status;

import org.jspecify.annotations.NullMarked;
