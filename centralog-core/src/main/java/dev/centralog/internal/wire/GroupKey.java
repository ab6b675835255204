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
 * The group key, version 1: the first 16 bytes of SHA-256 over the version, the mode, and the parts that the mode names.
 * Each part is its length in bytes (four bytes, big-endian) and its UTF-8; null is the length -1 alone. A change of it
 * splits every group in two while old and new producers run side by side, so it is a change of the protocol.
 *
 * <p>Cost: one SHA-256 of the parts, half a microsecond or more; to be asked for the first event of a group in a window.
 */
public final class GroupKey {
    private static final String VERSION = "v1";
    private static final int BYTES = 16;

    private GroupKey() {}

    /**
     * What every mode but the fingerprint has in it.
     *
     * @param level the level's name
     * @param thrownClasses the chain of thrown classes as {@link dev.centralog.Thrown#classChain()} joins it, or null
     */
    public record Parts(
            String app,
            String environment,
            @Nullable String logger,
            @Nullable String template,
            String level,
            @Nullable String thrownClasses) {}

    /** {@code groupBy=callSite}: app, environment, logger, file, line, template, level, thrown classes. */
    public static byte[] callSite(Parts parts, @Nullable SourceLocation location) {
        return location == null ? template(parts) : located("callSite", parts, location);
    }

    /** {@code groupBy=template}, or no location known: app, environment, logger, level, template, thrown classes. */
    public static byte[] template(Parts parts) {
        return unlocated("template", parts);
    }

    /** {@code groupBy=message}: as {@link #callSite}, with the rendered message in the template's place. */
    public static byte[] message(Parts parts, @Nullable SourceLocation location, @Nullable String message) {
        Parts rendered =
                new Parts(parts.app, parts.environment, parts.logger, message, parts.level, parts.thrownClasses);
        return location == null ? unlocated("message", rendered) : located("messageAt", rendered, location);
    }

    /** An explicit fingerprint: app, environment, fingerprint. */
    public static byte[] fingerprint(String app, String environment, String fingerprint) {
        return hash("fingerprint", app, environment, fingerprint);
    }

    private static byte[] located(String mode, Parts parts, SourceLocation location) {
        return hash(
                mode,
                parts.app,
                parts.environment,
                parts.logger,
                location.fileName(),
                Integer.toString(location.lineNumber()),
                parts.template,
                parts.level,
                parts.thrownClasses);
    }

    private static byte[] unlocated(String mode, Parts parts) {
        return hash(mode, parts.app, parts.environment, parts.logger, parts.level, parts.template, parts.thrownClasses);
    }

    private static byte[] hash(String mode, @Nullable String... parts) {
        MessageDigest digest = sha256();
        add(digest, VERSION);
        add(digest, mode);
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

    /** 32 hexadecimal digits in lower case: how a group is written in Redis and in the database. */
    public static String toHex(byte[] key) {
        return HexFormat.of().formatHex(key);
    }
}
