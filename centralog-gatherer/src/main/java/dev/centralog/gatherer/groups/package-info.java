// SPDX-License-Identifier: Apache-2.0
/** The printing of groups and families, as text and as JSON: for the commands {@code groups} and {@code show}. */
@NullMarked
package dev.centralog.gatherer.groups;

import org.jspecify.annotations.NullMarked;
