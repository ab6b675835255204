// SPDX-License-Identifier: Apache-2.0
/** The alerts: what has changed is looked for in the database, and posted to a webhook. */
@NullMarked
package dev.centralog.gatherer.alert;

import org.jspecify.annotations.NullMarked;
