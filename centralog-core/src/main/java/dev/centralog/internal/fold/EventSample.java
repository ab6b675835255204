// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/**
 * The data that an event has of its own, besides what all events of its group have.
 *
 * @param sequence the number of the event among those that its process rendered
 * @param content the encoded sample; empty if it is not kept
 */
@SuppressWarnings("ArrayRecordComponent")
public record EventSample(long sequence, byte[] content) {
    /** The memory that a sample takes besides its content, in bytes. */
    static final int OBJECT_BYTES = 64;
}
