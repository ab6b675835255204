// SPDX-License-Identifier: Apache-2.0
/** Decisions of people on families, when one that was resolved has come back, and both as text and JSON. It knows no database. */
@NullMarked
package dev.centralog.gatherer.triage;

import org.jspecify.annotations.NullMarked;
