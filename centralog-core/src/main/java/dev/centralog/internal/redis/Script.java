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
 * A script of the protocol. Its text is one or more resources, which describe its arguments and its reply. Scripts that begin
 * alike share a resource, as Lua in Redis can't call what is in another script.
 *
 * <p>Thread-safety: immutable.
 */
public final class Script {
    private final String text;
    private final String sha1;

    /** Creates a script of these texts, one behind the other. */
    public Script(String... texts) {
        text = String.join("", texts);
        sha1 = digest(text);
    }

    /**
     * Returns the text, which is the same for all servers: the abilities of a server are not known for sure, as another
     * server may take its address.
     */
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

    /** Reads a resource that lies beside a class. */
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
