// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.internal.wire.Drop;
import dev.centralog.internal.wire.GroupKey;
import dev.centralog.internal.wire.ReservedGroups;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the names of groups in a window say: hashes of events, reserved names ({@link ReservedGroups}), and foreign ones. */
public final class GroupNames {
    /** The length of a name that is an event's group key and the process that counted it. */
    public static final int HASH_AND_PROCESS_BYTES = 24;

    private static final Pattern OVERFLOW_OF_PROCESS = Pattern.compile(ReservedGroups.OVERFLOW + ":([0-9a-f]{16})");
    private static final Pattern PASSED_OVER = Pattern.compile("~(?:start|left):[0-9a-f]{16}");
    private static final Pattern DROP_OF_PROCESS =
            Pattern.compile(ReservedGroups.DROP + "([^:]{2,}):[0-9a-f]{16}(:actions)?");
    private static final int MOST_HEXADECIMAL_BYTES = 64;

    private GroupNames() {}

    /** Whether that group is an event's, named by its hash. */
    public static boolean isHash(byte[] group) {
        return group.length == ReservedGroups.HASH_BYTES;
    }

    /** Whether that is an event's group key and the process that counted it. */
    public static boolean isHashAndProcess(byte[] name) {
        return name.length == HASH_AND_PROCESS_BYTES;
    }

    /** The process of what it counted beyond the cap, as its 8 bytes; null for any other name. */
    public static @Nullable Long overflowProcess(byte[] name) {
        Matcher overflow = OVERFLOW_OF_PROCESS.matcher(new String(name, ISO_8859_1));
        return overflow.matches() ? Long.parseUnsignedLong(overflow.group(1), 16) : null;
    }

    /** Whether that name is of a later version, which this one does not read: it holds no count of events. */
    public static boolean isPassedOver(byte[] name) {
        return PASSED_OVER.matcher(new String(name, ISO_8859_1)).matches();
    }

    /** What the name alone says of a drop; {@code otherwise} where it says nothing. */
    public static Drop dropOf(byte[] name, Drop otherwise) {
        Matcher drop = DROP_OF_PROCESS.matcher(new String(name, UTF_8));
        return drop.matches()
                ? new Drop(drop.group(2) == null ? Drop.EVENTS : Drop.ACTIONS, drop.group(1), otherwise.origin())
                : otherwise;
    }

    /** Whether that is what is counted beyond the cap. */
    public static boolean isOverflow(byte[] group) {
        return new String(group, ISO_8859_1).equals(ReservedGroups.OVERFLOW);
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
        return !isHash(group) && new String(group, ISO_8859_1).startsWith(ReservedGroups.DROP);
    }
}
