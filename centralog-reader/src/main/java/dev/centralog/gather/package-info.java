// SPDX-License-Identifier: Apache-2.0
/**
 * The reading side: whole sealed windows for sinks ({@link dev.centralog.gather.EventSource}), single events for custom
 * code ({@link dev.centralog.gather.EventReader}), and the stored form of an event
 * ({@link dev.centralog.gather.EventWire}).
 */
@NullMarked
package dev.centralog.gather;

import org.jspecify.annotations.NullMarked;
