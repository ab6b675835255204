// SPDX-License-Identifier: Apache-2.0

/** The rules of families: which events are one error for a person, whatever numbers, names and places their texts hold. */
@NullMarked
package dev.centralog.gatherer.family;

import org.jspecify.annotations.NullMarked;
