// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.Origin;

/**
 * Group names that are no hash of an event. A hash is {@value #HASH_BYTES} bytes long and a reserved name never is: that
 * is how they are told apart, in the scripts too.
 */
public final class ReservedGroups {
    /** The length of an event's group key. */
    public static final int HASH_BYTES = 16;

    /** What the script {@code report} counts groups beyond the cap under. */
    public static final String OVERFLOW = "~overflow";

    private static final String DROP = "~drop:";

    private ReservedGroups() {}

    /** The group of one process's drops for one reason. */
    public static byte[] drop(String reason, Origin origin) {
        byte[] process = GroupKey.fingerprint(
                origin.app(), origin.environment(), reason + '\n' + origin.host() + '\n' + origin.pid());
        return (DROP + reason + ":" + GroupKey.toHex(process)).getBytes(UTF_8);
    }

    /** Whether that group is an event's, named by its hash. */
    public static boolean isHash(byte[] group) {
        return group.length == HASH_BYTES;
    }

    /** Whether that group is a drop report. */
    public static boolean isDrop(byte[] group) {
        return !isHash(group) && new String(group, ISO_8859_1).startsWith(DROP);
    }
}
