// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import org.junit.jupiter.api.Test;

final class EventCodecTest {
    @Test
    void event_ofEveryKind_comesBackEqual() {
        for (long seed = 1; seed <= 5000; seed++) {
            LogEvent event = new RandomEvents(seed).next();

            byte[] bytes = EventCodec.encode(event);

            assertThat(EventCodec.decode(bytes))
                    .as("seed %d: %s", seed, new String(bytes, UTF_8))
                    .isEqualTo(event);
        }
    }
}
