// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gather.ActionSource;
import dev.centralog.gather.EventReader;
import dev.centralog.gather.EventSource;
import dev.centralog.lettuce.ExistingClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tests that a {@link RedisAccess} of an application's own kind is refused. */
class RedisAccessTest {
    private static final StatusListener SILENT = (severity, message, cause) -> {};

    private record Unknown() implements RedisAccess {}

    @Test
    void access_ofAnUnknownKind_isRefusedWhenOpened() {
        CentralogConfig config = CentralogConfig.defaults();
        RedisAccess unknown = new Unknown();

        assertRefused(() -> Centralog.open(config, unknown, SILENT).close());
        assertRefused(() -> EventSource.open(config, unknown, SILENT).close());
        assertRefused(() -> ActionSource.open(config, unknown, SILENT).close());
        assertRefused(() -> EventReader.open(config, unknown).close());
    }

    private static void assertRefused(ThrowingCallable opening) {
        assertThatThrownBy(opening)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(Unknown.class.getName())
                .hasMessageContaining(ExistingClient.class.getName());
    }
}
