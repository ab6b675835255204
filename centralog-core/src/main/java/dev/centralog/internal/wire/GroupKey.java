// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.SourceLocation;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The group key, version 2: the first 16 bytes of SHA-256 over the version, the mode, and the same parts for every
 * mode. Each part is its length in bytes (four bytes, big-endian) followed by its UTF-8; a part that is null, or that
 * a mode does not have, is only the length -1. A change splits every group in two while old and new producers run
 * side by side, so it is a change of the protocol.
 *
 * <p>The texts passed in are already masked, since a hash of a short secret reveals the secret. Names of classes are
 * made {@linkplain ClassNames stable} here.
 *
 * <p>Cost: one SHA-256 of the parts, half a microsecond or more; to be called for the first event of a group in a
 * window.
 */
public final class GroupKey {
    private static final String VERSION = "v2";
    private static final int BYTES = 16;

    private GroupKey() {}

    /**
     * The parts that every mode includes.
     *
     * @param level the level's name, empty for none
     * @param thrownClasses the chain of thrown classes as {@link dev.centralog.Thrown#classChain()} joins it, or null
     */
    public record Parts(
            String app,
            String environment,
            String level,
            @Nullable String logger,
            @Nullable String thrownClasses) {}

    /** Returns the key for {@code groupBy=callSite}: the place and the template. */
    public static byte[] callSite(Parts parts, @Nullable SourceLocation place, @Nullable String template) {
        return place == null ? template(parts, template) : hash("callSite", parts, place, template);
    }

    /** Returns the key for {@code groupBy=template}, or for an unknown place: the template. */
    public static byte[] template(Parts parts, @Nullable String template) {
        return hash("template", parts, null, template);
    }

    /** Returns the key for {@code groupBy=message}: the rendered message, and the place if it is known. */
    public static byte[] message(Parts parts, @Nullable SourceLocation place, @Nullable String message) {
        return hash("message", parts, place, message);
    }

    /** Returns the key for {@code groupBy=place}: the place, or the template if the place is not known. */
    public static byte[] place(Parts parts, @Nullable SourceLocation place, @Nullable String template) {
        return place == null ? template(parts, template) : hash("place", parts, place, null);
    }

    /** Returns the key for an explicit fingerprint, which replaces place and text. */
    public static byte[] fingerprint(Parts parts, String fingerprint) {
        return hash("fingerprint", parts, null, fingerprint);
    }

    private static byte[] hash(String mode, Parts parts, @Nullable SourceLocation place, @Nullable String text) {
        return digest(
                VERSION,
                mode,
                parts.app,
                parts.environment,
                parts.level,
                parts.logger == null ? null : ClassNames.stable(parts.logger),
                place == null ? null : file(place),
                place == null ? null : Integer.toString(Math.max(-1, place.lineNumber())),
                text,
                parts.thrownClasses == null ? null : ClassNames.allStable(parts.thrownClasses));
    }

    /**
     * Returns the file of the place; or its class and method if the class names no file, or one that does not exist.
     */
    private static String file(SourceLocation place) {
        String file = place.fileName();
        return file == null || file.startsWith("<")
                ? ClassNames.stable(place.className()) + "#" + ClassNames.stableMethod(place.methodName())
                : ClassNames.stableFile(file);
    }

    /** Returns the first 16 bytes of SHA-256 over these texts, each preceded by its length. */
    static byte[] digest(@Nullable String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            add(digest, part);
        }
        return Arrays.copyOf(digest.digest(), BYTES);
    }

    private static void add(MessageDigest digest, @Nullable String part) {
        byte[] bytes = part == null ? new byte[0] : Text.utf8(part);
        digest.update(ByteBuffer.allocate(4)
                .putInt(0, part == null ? -1 : bytes.length)
                .array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) { // every Java platform must have it
            throw new IllegalStateException(e);
        }
    }

    /** Returns 32 hexadecimal digits in lower case that replace a text that is too long to be kept. */
    public static String digestOf(String text) {
        return toHex(digest(text));
    }

    /** Returns 32 hexadecimal digits in lower case, the form of a group in Redis and in the database. */
    public static String toHex(byte[] key) {
        return HexFormat.of().formatHex(key);
    }
}
