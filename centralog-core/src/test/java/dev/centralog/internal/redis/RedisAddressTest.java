// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisCredentialsProvider.ImmediateRedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;

class RedisAddressTest {
    private static CentralogConfig at(String uri) {
        return CentralogConfig.defaults().with(Settings.REDIS, uri);
    }

    /**
     * Returns the credentials, which are there at once: if Lettuce has to wait for them, a refusal's reason is sometimes
     * lost.
     */
    private static RedisCredentials credentials(CentralogConfig config) {
        RedisURI uri = RedisAddress.of(config).uri();
        RedisCredentialsProvider provider = uri.getCredentialsProvider();
        assertThat(provider).isInstanceOf(ImmediateRedisCredentialsProvider.class);
        return ((ImmediateRedisCredentialsProvider) provider).resolveCredentialsNow();
    }

    private static String shown(RedisCredentials credentials) {
        String user = credentials.hasUsername() ? credentials.getUsername() : "";
        return user + ":" + (credentials.hasPassword() ? new String(credentials.getPassword()) : "");
    }

    @Test
    void credentials_ofAddressOrSettings_areThereAtOnce() {
        CentralogConfig plain = at("redis://redis:6379");
        CentralogConfig withPassword = plain.with(Settings.REDIS_PASSWORD, "secret");

        assertThat(shown(credentials(plain))).isEqualTo(":");
        assertThat(shown(credentials(at("redis://:secret@redis:6379")))).isEqualTo(":secret");
        assertThat(shown(credentials(at("rediss://app:secret@redis:6379")))).isEqualTo("app:secret");
        assertThat(shown(credentials(at("redis://app:secret@with_underscore:6379"))))
                .isEqualTo("app:secret");
        assertThat(shown(credentials(withPassword))).isEqualTo(":secret");
        assertThat(shown(credentials(withPassword.with(Settings.REDIS_USER, "app"))))
                .isEqualTo("app:secret");
    }
}
