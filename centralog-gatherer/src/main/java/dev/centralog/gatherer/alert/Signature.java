// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of a message, in the form that Stripe and others use: {@code t=<seconds>,v1=<hex>}. The second is the HMAC-SHA256, by
 * the secret, of the seconds of the epoch, a dot and the body. So a receiver can refuse a message that is old.
 */
final class Signature {
    static final String HEADER = "X-Centralog-Signature";
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /** Returns the value of the header. */
    static String of(String secret, Instant time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((time.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + time.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
