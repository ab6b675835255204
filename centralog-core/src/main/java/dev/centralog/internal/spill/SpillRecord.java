// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import dev.centralog.internal.wire.Window.Signal;

/**
 * A numbered batch as it lies on disk.
 *
 * @param signal the signal that it counts
 * @param counted the number of events or actions
 * @param producer the producer whose number it has
 * @param sequence the number
 * @param content the rest of the batch, which is not looked at here
 */
@SuppressWarnings("ArrayRecordComponent")
public record SpillRecord(Signal signal, long counted, String producer, long sequence, byte[] content) {
    SpillRecord named(String otherProducer, long otherSequence) {
        return new SpillRecord(signal, counted, otherProducer, otherSequence, content);
    }
}
