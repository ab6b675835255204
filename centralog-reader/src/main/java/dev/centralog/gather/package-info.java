// SPDX-License-Identifier: Apache-2.0
/**
 * The reading side: whole sealed windows for sinks ({@link dev.centralog.gather.EventSource},
 * {@link dev.centralog.gather.ActionSource}), single events for custom code ({@link dev.centralog.gather.EventReader}), and
 * the stored form of events ({@link dev.centralog.gather.EventWire}) and actions ({@link dev.centralog.gather.ActionWire}).
 */
@NullMarked
package dev.centralog.gather;

import org.jspecify.annotations.NullMarked;
