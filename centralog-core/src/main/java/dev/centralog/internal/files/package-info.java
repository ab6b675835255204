// SPDX-License-Identifier: Apache-2.0
/**
 * The permissions of the files that Centralog creates: spilled events, SQLite databases, the data of an embedded
 * Redis.
 */
@NullMarked
package dev.centralog.internal.files;

import org.jspecify.annotations.NullMarked;
