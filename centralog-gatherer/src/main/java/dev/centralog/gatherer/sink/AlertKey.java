// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The identity of what is told once.
 *
 * @param family the id of the family
 * @param environment the environment; may be empty
 * @param kind the kind of the change
 * @param release the release as sums have it; empty if it is not known
 */
public record AlertKey(String family, String environment, String kind, String release) {
    private static final int BYTES = 16;

    /** Returns a digest of all four, of 32 characters: the texts may be too long for an index. */
    String digest() {
        StringBuilder text = new StringBuilder();
        for (String each : List.of(family, environment, kind, release)) {
            text.append(each.length()).append(':').append(each);
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
