// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * The scripts of the protocol, each of one or more resources beside this class that say what it takes and answers.
 * More, where scripts begin alike: Lua in Redis can't call what is in another script.
 */
enum Script {
    APPLY_EVENTS("book.lua", "numbered.lua", "apply-events.lua"),
    APPLY_ACTIONS("book.lua", "numbered.lua", "apply-actions.lua"),
    ASK("book.lua", "ask.lua"),
    MARK("book.lua", "mark.lua"),
    TRIM("book.lua", "trim.lua"),
    SEAL("seal.lua"),
    LEASE("lease.lua"),
    ACK("ack.lua"),
    PAYLOADS("payloads.lua"),
    /** The scripts of version 1 of the protocol, for what it left. */
    SEAL_V1("v1/seal.lua"),
    LEASE_V1("v1/lease.lua");

    private final String text;
    private final String sha1;

    Script(String... resources) {
        text = Arrays.stream(resources).map(Script::load).collect(Collectors.joining());
        sha1 = digest(text);
    }

    /** Returns the text, one for all servers: what a server can is not known for sure, as another may take its address. */
    String text() {
        return text;
    }

    /** Returns the digest that EVALSHA calls it by. */
    String sha1() {
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

    private static String load(String name) {
        try (InputStream in = Script.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
