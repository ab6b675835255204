// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/**
 * Group names that are not the hash of an event. A hash is {@value #HASH_BYTES} bytes long, or 24 with its process,
 * and a reserved name never is; this length distinguishes them, in the scripts too.
 */
public final class ReservedGroups {
    /** The length of an event's group key, in bytes. */
    public static final int HASH_BYTES = 16;

    /** The group under which the script {@code apply-events} counts groups beyond the cap. */
    public static final String OVERFLOW = "~overflow";

    /** The prefix of the groups of drops. */
    public static final String DROP = "~drop:";

    /** The prefix of the groups of samples that processes have left out. */
    public static final String LEFT = "~left:";

    /** The prefix of the groups of samples that Redis has left out. */
    public static final String LEFT_BY_REDIS = LEFT + "redis:";

    /** The signs of life that a process gives, each the prefix of a group of its own. */
    public enum Sign {
        START("~start:"),
        ALIVE("~alive:"),
        END("~end:");

        private final String prefix;

        Sign(String prefix) {
            this.prefix = prefix;
        }
    }

    private ReservedGroups() {}

    /** Returns the group of one process's sign of life. */
    public static byte[] sign(Sign sign, long process) {
        return (sign.prefix + HexFormat.of().toHexDigits(process)).getBytes(UTF_8);
    }

    /** Whether the group is that of a sign of life: what is counted in it is no event. */
    public static boolean isSign(byte[] group) {
        if (group.length == HASH_BYTES || group.length == 0 || group[0] != '~') {
            return false;
        }
        String name = new String(group, UTF_8);
        for (Sign sign : Sign.values()) {
            if (name.startsWith(sign.prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the group of one process's drops for one reason. */
    public static byte[] drop(Drop drop, long process) {
        String ofStream = drop.stream().equals(Drop.EVENTS) ? "" : ":" + drop.stream();
        return (DROP + drop.reason() + ":" + HexFormat.of().toHexDigits(process) + ofStream).getBytes(UTF_8);
    }

    /** Returns the group under which a process counts the samples that it has left out. */
    public static byte[] left(long process) {
        return (LEFT + HexFormat.of().toHexDigits(process)).getBytes(UTF_8);
    }

    /** Returns the group under which Redis counts the samples of a process that it has left out. */
    public static byte[] leftByRedis(long process) {
        return (LEFT_BY_REDIS + HexFormat.of().toHexDigits(process)).getBytes(UTF_8);
    }

    /** Returns the group under which a process counts what is beyond the cap on names. */
    public static byte[] overflow(long process) {
        return (OVERFLOW + ":" + HexFormat.of().toHexDigits(process)).getBytes(UTF_8);
    }
}
