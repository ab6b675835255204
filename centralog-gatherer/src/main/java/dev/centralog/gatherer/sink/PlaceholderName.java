// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.ActionTotals;
import dev.centralog.gather.ActionWire;
import dev.centralog.gather.UnreadablePayload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The placeholder names for rows that a database refuses because of their names, e.g. a user id with letters that its
 * character set lacks.
 */
final class PlaceholderName {
    private static final int DIGEST_BYTES = 16;

    private PlaceholderName() {}

    /** Returns the placeholder for a name, always the same one: {@code ~x} and 32 hexadecimal digits. */
    static String of(String name) {
        return "~x" + HexFormat.of().formatHex(digest(name), 0, DIGEST_BYTES);
    }

    /** Returns a number that is the same for the same name, and almost never the same for another. */
    static long number(String name) {
        return ByteBuffer.wrap(digest(name)).getLong();
    }

    private static byte[] digest(String name) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) { // every Java platform must have it
            throw new IllegalStateException(e);
        }
    }

    /** Returns the payload, a JSON object, with the true names added to it; readers skip that field, which they do not know. */
    static UnreadablePayload naming(List<String> names, UnreadablePayload payload) {
        String json = new String(payload.raw(), UTF_8);
        String array = ActionWire.samples(new ActionTotals(0, null, null, null, 0, null, null, names));
        return new UnreadablePayload(
                payload.windowStart(),
                payload.groupId(),
                payload.delivery(),
                ("{\"names\":" + array + "," + json.substring(1)).getBytes(UTF_8),
                payload.reason());
    }
}
