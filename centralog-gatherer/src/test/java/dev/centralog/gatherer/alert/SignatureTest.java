// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {
    /** The expected one was made by {@code printf '1770734250.{"version":1}' | openssl dgst -sha256 -hmac 0123456789abcdef}. */
    @Test
    void of_secretTimeAndBody_isWhatOpensslMakes() {
        byte[] body = "{\"version\":1}".getBytes(StandardCharsets.UTF_8);

        assertThat(Signature.of("0123456789abcdef", Instant.ofEpochSecond(1_770_734_250L, 999_000_000), body))
                .isEqualTo("t=1770734250,v1=347de9663d825fc3cb9de9af67c4dcc33f818dec6220cff6b7fe8495c3ce7874");
    }
}
