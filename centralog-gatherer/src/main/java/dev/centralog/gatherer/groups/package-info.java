// SPDX-License-Identifier: Apache-2.0
/** What the commands {@code groups} and {@code show} print, as text and as JSON. */
@NullMarked
package dev.centralog.gatherer.groups;

import org.jspecify.annotations.NullMarked;
