// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

/**
 * The first event of a group in a window, rendered.
 *
 * @param payload the whole event
 * @param sample what the event has of its own; its content is empty if samples are off
 */
@SuppressWarnings("ArrayRecordComponent")
public record RenderedEvent(byte[] payload, EventSample sample) {
    /** An event without any content. */
    static final RenderedEvent NONE = new RenderedEvent(new byte[0], new EventSample(0, new byte[0]));

    /** Returns the size of both, in bytes. */
    int bytes() {
        return payload.length + sample.content().length;
    }
}
