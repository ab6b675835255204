// SPDX-License-Identifier: Apache-2.0
/** The data by which this process is recognized: its application, environment, release, host, process id and instance. */
@NullMarked
package dev.centralog.internal.process;

import org.jspecify.annotations.NullMarked;
