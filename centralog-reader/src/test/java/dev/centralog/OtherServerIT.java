// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LocalRedis.Version;
import dev.centralog.testkit.MovableAddress;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests in which a Redis of another version takes over an address: an upgrade, or a downgrade. */
class OtherServerIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({"V7_0, V6_2", "V6_2, V7_0"})
    void redis_ofAnotherVersionAtTheAddress_isShippedToAndDrained(Version before, Version after)
            throws InterruptedException {
        assumeTrue(before.isAvailable() && after.isAvailable(), "two versions");
        try (LocalRedis first = LocalRedis.start(before);
                LocalRedis second = LocalRedis.start(after);
                MovableAddress address = MovableAddress.of(first.port());
                Centralog centralog = Logs.open(Logs.config(address.port()));
                EventSource source = EventSource.open(Logs.config(address.port()), (severity, message, cause) -> {})) {
            log(centralog, "before", 1);
            drain(source);

            address.moveTo(second.port());
            first.kill();
            address.cut();

            log(centralog, "after", 2);
            drain(source);
        }
    }

    private static void log(Centralog centralog, String message, long acknowledged) {
        centralog.log(Logs.event(message, Logs.ago(Duration.ZERO)));
        Awaitility.await(message).atMost(LONG).until(() -> centralog.stats().acknowledged() == acknowledged);
    }

    private static void drain(EventSource source) throws InterruptedException {
        EventWindow window = Awaitility.await("a window")
                .atMost(LONG)
                .ignoreExceptionsInstanceOf(CentralogException.class)
                .until(() -> source.claim(Duration.ofSeconds(1)), claimed -> claimed != null);
        assertThat(window.content().events()).hasSize(1);
        assertThat(window.acknowledge()).isTrue();
    }
}
