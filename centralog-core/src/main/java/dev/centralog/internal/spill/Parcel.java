// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import dev.centralog.internal.wire.Window.Stream;

/**
 * A numbered batch as it lies on disk.
 *
 * @param stream what it counts
 * @param counted how many events or actions
 * @param producer whose number it has
 * @param sequence the number
 * @param content the rest of it, which is not looked at here
 */
@SuppressWarnings("ArrayRecordComponent")
public record Parcel(Stream stream, long counted, String producer, long sequence, byte[] content) {
    Parcel named(String otherProducer, long otherSequence) {
        return new Parcel(stream, counted, otherProducer, otherSequence, content);
    }
}
