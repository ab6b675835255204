// SPDX-License-Identifier: Apache-2.0
/** Computes what a fleet of applications needs: Redis, gatherers, the database. It knows neither Redis nor a database. */
@NullMarked
package dev.centralog.gatherer.size;

import org.jspecify.annotations.NullMarked;
