// SPDX-License-Identifier: Apache-2.0
/** Databases with Centralog's own tables, to be measured. */
@NullMarked
package dev.centralog.bench.database;

import org.jspecify.annotations.NullMarked;
