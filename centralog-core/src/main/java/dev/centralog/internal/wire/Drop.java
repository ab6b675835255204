// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.Origin;

/**
 * Events or actions that a process dropped; their number is the count of their group.
 *
 * @param stream {@link #EVENTS} or {@link #ACTIONS}
 * @param reason the reason's label, see {@link dev.centralog.DropReason}
 * @param origin the process
 */
public record Drop(String stream, String reason, Origin origin) {
    public static final String EVENTS = "events";
    public static final String ACTIONS = "actions";
}
