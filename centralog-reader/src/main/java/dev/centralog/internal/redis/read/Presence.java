// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A gatherer's sign in Redis that it runs.
 *
 * @param id the random id of that run
 * @param host the machine's name
 * @param pid its process id there
 * @param version its version of Centralog
 * @param sinceMillis when it has begun, by Redis's clock
 * @param seenMillis when it has said so last, by Redis's clock
 */
public record Presence(String id, String host, long pid, String version, long sinceMillis, long seenMillis) {
    private static final int MOST_CHARACTERS = 200;
    private static final Pattern FORM =
            Pattern.compile("1 (\\d{1,15}) (\\d{1,15}) (\\d{1,18}) (\\S{1,200}) (\\S{1,200})");

    /** Makes one; in names, blanks and what can't be seen become underscores, and what is long is cut. */
    public Presence {
        host = name(host);
        version = name(version);
    }

    private static String name(String text) {
        String visible = text.replaceAll("[\\s\\p{C}]", "_");
        return visible.isEmpty() ? "_" : visible.substring(0, Math.min(MOST_CHARACTERS, visible.length()));
    }

    /** Returns the same gatherer, seen at another time. */
    Presence seen(long millis) {
        return new Presence(id, host, pid, version, sinceMillis, millis);
    }

    /** Returns the value of its field. */
    byte[] value() {
        return ("1 " + seenMillis + " " + sinceMillis + " " + pid + " " + version + " " + host).getBytes(UTF_8);
    }

    /** Returns what a field says; null if it is of another form. */
    static @Nullable Presence of(byte[] field, byte[] value) {
        Matcher form = FORM.matcher(new String(value, UTF_8));
        if (!form.matches()) {
            return null;
        }
        return new Presence(
                name(new String(field, UTF_8)),
                form.group(5),
                Long.parseLong(form.group(3)),
                form.group(4),
                Long.parseLong(form.group(2)),
                Long.parseLong(form.group(1)));
    }
}
