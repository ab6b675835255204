// SPDX-License-Identifier: Apache-2.0
/** What Centralog says of itself. */
@NullMarked
package dev.centralog.internal.status;

import org.jspecify.annotations.NullMarked;
