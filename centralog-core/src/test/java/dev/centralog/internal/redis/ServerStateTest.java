// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerStateTest {
    @Test
    void parse_redis() {
        ServerState state = ServerState.parse("""
                # Server
                redis_version:7.0.15
                used_memory:1048576
                maxmemory:2097152
                maxmemory_policy:noeviction
                aof_enabled:0
                role:master
                # Keyspace
                db0:keys=12,expires=0,avg_ttl=0
                db3:keys=7,expires=0,avg_ttl=0
                """);

        assertThat(state)
                .isEqualTo(new ServerState(
                        "Redis 7.0.15",
                        false,
                        1_048_576,
                        2_097_152,
                        Map.of(0, 12L, 3, 7L),
                        List.of(state.warnings().get(0))));
        assertThat(state.warnings().get(0)).contains("appendonly no");
    }

    @Test
    void parse_replicaOfValkey() {
        ServerState state = ServerState.parse("redis_version:7.2.4\r\nvalkey_version:8.1.1\r\nrole:slave\r\n");

        assertThat(state.name()).isEqualTo("Valkey 8.1.1");
        assertThat(state.isReplica()).isTrue();
        assertThat(state.keys()).isEmpty();
    }
}
