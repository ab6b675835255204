// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/**
 * One group's part of a batch.
 *
 * @param group the group's hash, the ids of an action, or a reserved name
 * @param repeats the number of events or actions to add; 0 for a line that only carries the payload
 * @param payload the encoded event, or empty if Redis has it; for actions, the totals to add, or empty for none
 * @param samples what some of these events have of their own; of actions always {@link LineSamples#NONE}
 */
@SuppressWarnings("ArrayRecordComponent")
public record BatchLine(byte[] group, long repeats, byte[] payload, LineSamples samples) {
    /** Creates a line without samples. */
    public BatchLine(byte[] group, long repeats, byte[] payload) {
        this(group, repeats, payload, LineSamples.NONE);
    }

    /** Returns the size of the payload and the samples, in bytes. */
    public int contentBytes() {
        return payload.length + samples.bytes();
    }
}
