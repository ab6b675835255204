// SPDX-License-Identifier: Apache-2.0
/** What people have decided of families, when one that was resolved has come back, and both as text and JSON. It knows no database. */
@NullMarked
package dev.centralog.gatherer.triage;

import org.jspecify.annotations.NullMarked;
