// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/**
 * Group names that are no hash of an event. A hash is {@value #HASH_BYTES} bytes long, or 24
 * with its process, and a reserved name never is: that is how they are told apart, in the scripts too.
 */
public final class ReservedGroups {
    /** The length of an event's group key. */
    public static final int HASH_BYTES = 16;

    /** What the script {@code apply-events} counts groups beyond the cap under. */
    public static final String OVERFLOW = "~overflow";

    /** What the groups of drops begin with. */
    public static final String DROP = "~drop:";

    private ReservedGroups() {}

    /** The group of one process's drops for one reason. */
    public static byte[] drop(Drop drop, long process) {
        String ofStream = drop.stream().equals(Drop.EVENTS) ? "" : ":" + drop.stream();
        return (DROP + drop.reason() + ":" + HexFormat.of().toHexDigits(process) + ofStream).getBytes(UTF_8);
    }

    /** What a process counts under that is beyond the cap on names. */
    public static byte[] overflow(long process) {
        return (OVERFLOW + ":" + HexFormat.of().toHexDigits(process)).getBytes(UTF_8);
    }
}
