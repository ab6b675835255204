// SPDX-License-Identifier: Apache-2.0
/** The forms of the daemon's own log, and the list of all messages. */
@NullMarked
package dev.centralog.gatherer.log;

import org.jspecify.annotations.NullMarked;
