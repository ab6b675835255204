// SPDX-License-Identifier: Apache-2.0
/** The rights of the files that processes of ours make: spilled events, SQLite databases, the data of an embedded Redis. */
@NullMarked
package dev.centralog.internal.files;

import org.jspecify.annotations.NullMarked;
