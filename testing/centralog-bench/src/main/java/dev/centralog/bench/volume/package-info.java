// SPDX-License-Identifier: Apache-2.0
/** Tests millions of actions from several processes to the rows of a database, and checks each of them. */
@NullMarked
package dev.centralog.bench.volume;

import org.jspecify.annotations.NullMarked;
