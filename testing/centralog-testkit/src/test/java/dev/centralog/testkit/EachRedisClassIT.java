// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EachRedisClass(config = "maxclients 77")
class EachRedisClassIT {
    private final LocalRedis redis;

    EachRedisClassIT(LocalRedis redis) {
        this.redis = redis;
    }

    @BeforeEach
    void empty() {
        redis.flush();
    }

    @Test
    void server_sharedByTests_firstFindsItEmpty() {
        assertThat(redis.cli("INCR", "visits")).isEqualTo("1");
    }

    @Test
    void server_sharedByTests_secondFindsItEmpty() {
        assertThat(redis.cli("INCR", "visits")).isEqualTo("1");
        assertThat(redis.cliList("CONFIG", "GET", "maxclients")).endsWith("77");
    }
}
