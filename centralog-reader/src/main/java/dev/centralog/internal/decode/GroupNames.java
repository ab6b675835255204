// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.gather.ProcessSign.Kind;
import dev.centralog.internal.wire.Drop;
import dev.centralog.internal.wire.GroupKey;
import dev.centralog.internal.wire.ReservedGroups;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The meaning of the names in a window: hashes of events, reserved names ({@link ReservedGroups}), and foreign names. */
public final class GroupNames {
    /** The length of a name that consists of an event's group key and the process that counted it. */
    public static final int HASH_AND_PROCESS_BYTES = 24;

    private static final Pattern OVERFLOW_OF_PROCESS = Pattern.compile(ReservedGroups.OVERFLOW + ":([0-9a-f]{16})");
    private static final Pattern SIGN = Pattern.compile("~(start|alive|end):([0-9a-f]{16})");
    private static final Pattern LEFT = Pattern.compile(ReservedGroups.LEFT + "(redis:)?[0-9a-f]{16}");
    private static final Pattern DROP_OF_PROCESS =
            Pattern.compile(ReservedGroups.DROP + "([^:]{2,}):[0-9a-f]{16}(:actions)?");
    private static final int MOST_HEXADECIMAL_BYTES = 64;

    private GroupNames() {}

    /** Returns whether the group is an event's, named by its hash. */
    public static boolean isHash(byte[] group) {
        return group.length == ReservedGroups.HASH_BYTES;
    }

    /** Returns whether the name consists of an event's group key and the process that counted it. */
    public static boolean isHashAndProcess(byte[] name) {
        return name.length == HASH_AND_PROCESS_BYTES;
    }

    /** Returns the process whose overflow the name stands for, as its 8 bytes; null for any other name. */
    public static @Nullable Long overflowProcess(byte[] name) {
        Matcher overflow = OVERFLOW_OF_PROCESS.matcher(new String(name, ISO_8859_1));
        return overflow.matches() ? Long.parseUnsignedLong(overflow.group(1), 16) : null;
    }

    /** Returns what sign of life the name counts, and of which process; null for any other name. */
    public static @Nullable SignName sign(byte[] name) {
        Matcher sign = SIGN.matcher(new String(name, ISO_8859_1));
        return sign.matches()
                ? new SignName(Kind.valueOf(sign.group(1).toUpperCase(Locale.ROOT)), sign.group(2))
                : null;
    }

    /** The kind of a sign of life, and the process that gave it, as 16 hexadecimal digits. */
    public record SignName(Kind kind, String process) {}

    /** Returns who left out the samples that the name counts, for the reason of a drop report; null for any other name. */
    public static @Nullable String leftOutBy(byte[] name) {
        Matcher left = LEFT.matcher(new String(name, ISO_8859_1));
        return left.matches() ? (left.group(1) == null ? "process" : "redis") : null;
    }

    /** Returns the drop as far as the name alone tells it; {@code otherwise} if it tells nothing. */
    public static Drop dropOf(byte[] name, Drop otherwise) {
        Matcher drop = DROP_OF_PROCESS.matcher(new String(name, UTF_8));
        return drop.matches()
                ? new Drop(drop.group(2) == null ? Drop.EVENTS : Drop.ACTIONS, drop.group(1), otherwise.origin())
                : otherwise;
    }

    /** Returns whether the name stands for what is counted beyond the cap on groups. */
    public static boolean isOverflow(byte[] group) {
        return new String(group, ISO_8859_1).equals(ReservedGroups.OVERFLOW);
    }

    /**
     * Returns a reserved or foreign name in a harmless form, different names in different forms. A name of letters, digits and
     * a few signs stays as it is. Any other becomes {@code ~x} and hexadecimal digits; a long one its start and a digest of the
     * whole.
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

    /** Returns whether the group is a drop report. */
    public static boolean isDrop(byte[] group) {
        return !isHash(group) && new String(group, ISO_8859_1).startsWith(ReservedGroups.DROP);
    }
}
