// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script of the protocol, of one or more resources that say what it takes and answers. More, where scripts begin alike:
 * Lua in Redis can't call what is in another script.
 *
 * <p>Thread-safety: immutable.
 */
public final class Script {
    private final String text;
    private final String sha1;

    /** A script of these texts, one behind the other. */
    public Script(String... texts) {
        text = String.join("", texts);
        sha1 = digest(text);
    }

    /** Returns the text, one for all servers: what a server can is not known for sure, as another may take its address. */
    public String text() {
        return text;
    }

    /** Returns the digest that EVALSHA calls it by. */
    public String sha1() {
        return sha1;
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) { // every Java platform has it
            throw new IllegalStateException(e);
        }
    }

    /** Reads a resource that lies beside that class. */
    public static String load(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
