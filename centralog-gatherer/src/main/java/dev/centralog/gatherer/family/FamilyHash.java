// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hash of which ids are made: the first 8 bytes of SHA-256 over texts with their lengths. Thread-safety: stateless. */
final class FamilyHash {
    private static final int BYTES = 8;
    private static final int NULL_LENGTH = -1;

    private FamilyHash() {}

    /**
     * Returns 16 hexadecimal digits in lower case.
     *
     * @param domain the first part: ids of different domains never hash the same bytes
     * @param parts the other parts, in order
     */
    static String of(String domain, List<? extends @Nullable String> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        append(bytes, domain);
        parts.forEach(part -> append(bytes, part));
        return HexFormat.of().formatHex(sha256().digest(bytes.toByteArray()), 0, BYTES);
    }

    /** Adds the length in bytes, four of them with the highest first, and the text in UTF-8; a lone surrogate becomes "?". */
    private static void append(ByteArrayOutputStream bytes, @Nullable String part) {
        byte[] text = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
        int length = part == null ? NULL_LENGTH : text.length;
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
        bytes.writeBytes(text);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which each Java must have", e);
        }
    }
}
