// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.centralog.internal.wire.ReservedGroups;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Names of what is counted in a second of events: a group's carry the process that counted it. */
final class EventNames {
    private EventNames() {}

    /** Returns the process as it stands behind a group: 8 bytes, all zero if processes are folded together. */
    static byte[] process(long process) {
        return ByteBuffer.allocate(Long.BYTES).putLong(process).array();
    }

    /** Returns what a process counts under that is beyond the cap on names. */
    static byte[] overflow(long process) {
        return (ReservedGroups.OVERFLOW + ":" + HexFormat.of().toHexDigits(process)).getBytes(US_ASCII);
    }
}
