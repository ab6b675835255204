// SPDX-License-Identifier: Apache-2.0
/** The report on whether gathering works: the state of Redis and of the database, for people and for monitors. */
@NullMarked
package dev.centralog.gatherer.status;

import org.jspecify.annotations.NullMarked;
