// SPDX-License-Identifier: Apache-2.0
/** What this process says of itself: its application, environment, release, host, process id and instance. */
@NullMarked
package dev.centralog.internal.process;

import org.jspecify.annotations.NullMarked;
