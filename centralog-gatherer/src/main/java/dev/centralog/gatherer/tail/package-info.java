// SPDX-License-Identifier: Apache-2.0
/** The printing of stored events and actions as text. */
@NullMarked
package dev.centralog.gatherer.tail;

import org.jspecify.annotations.NullMarked;
