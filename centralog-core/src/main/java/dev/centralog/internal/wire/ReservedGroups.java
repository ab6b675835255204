// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.Origin;
import dev.centralog.gather.DropReport;
import java.util.HexFormat;

/**
 * Group names that are no hash of an event. A hash is {@value #HASH_BYTES} bytes long and a reserved name never is: that
 * is how they are told apart, in the scripts too.
 */
public final class ReservedGroups {
    /** The length of an event's group key. */
    public static final int HASH_BYTES = 16;

    /** What the script {@code apply-events} counts groups beyond the cap under. */
    public static final String OVERFLOW = "~overflow";

    private static final String DROP = "~drop:";
    private static final int MOST_HEXADECIMAL_BYTES = 64;

    private ReservedGroups() {}

    /** The group of one process's drops for one reason. */
    public static byte[] drop(DropCodec.Drop drop) {
        Origin origin = drop.origin();
        String ofStream = drop.stream().equals(DropReport.EVENTS) ? "" : '\n' + drop.stream();
        byte[] process = GroupKey.digest(
                origin.app(),
                origin.environment(),
                drop.reason() + '\n' + origin.host() + '\n' + origin.pid() + ofStream);
        return (DROP + drop.reason() + ":" + GroupKey.toHex(process)).getBytes(UTF_8);
    }

    /** Whether that group is an event's, named by its hash. */
    public static boolean isHash(byte[] group) {
        return group.length == HASH_BYTES;
    }

    /** Whether that is what is counted beyond the cap. */
    public static boolean isOverflow(byte[] group) {
        return new String(group, ISO_8859_1).equals(OVERFLOW);
    }

    /**
     * A reserved or foreign name made harmless, each one another: letters, digits and a few signs stay, else it becomes
     * hexadecimal after {@code ~x}, and a long one its start and a digest of the whole.
     */
    public static String harmless(byte[] group) {
        String text = new String(group, UTF_8);
        if (text.matches("~(?!x)[A-Za-z0-9:._-]{1,100}")) {
            return text;
        }
        String start = "~x" + HexFormat.of().formatHex(group, 0, Math.min(group.length, MOST_HEXADECIMAL_BYTES));
        return group.length <= MOST_HEXADECIMAL_BYTES
                ? start
                : start + ":" + GroupKey.digestOf(new String(group, ISO_8859_1));
    }

    /** Whether that group is a drop report. */
    public static boolean isDrop(byte[] group) {
        return !isHash(group) && new String(group, ISO_8859_1).startsWith(DROP);
    }
}
