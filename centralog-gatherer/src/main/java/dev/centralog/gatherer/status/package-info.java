// SPDX-License-Identifier: Apache-2.0
/** Whether gathering works: a look at Redis and at the database, for people and for monitors. */
@NullMarked
package dev.centralog.gatherer.status;

import org.jspecify.annotations.NullMarked;
