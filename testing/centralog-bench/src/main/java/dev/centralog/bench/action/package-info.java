// SPDX-License-Identifier: Apache-2.0
/** The cost of counting one action of a user. */
@NullMarked
package dev.centralog.bench.action;

import org.jspecify.annotations.NullMarked;
