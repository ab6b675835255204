// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerInfoTest {
    private static ServerInfo info(String... lines) {
        return ServerInfo.parse("# Server\r\n" + String.join("\r\n", lines) + "\r\n");
    }

    @Test
    void policy_thatEvicts_isWarnedOf() {
        ServerInfo evicting = info("maxmemory:1048576", "maxmemory_policy:allkeys-lru", "aof_enabled:1");

        assertThat(evicting.warnings()).singleElement().asString().contains("'allkeys-lru'", "'noeviction'");
    }

    @ParameterizedTest
    @CsvSource({"0, allkeys-lru", "1048576, noeviction", "1048576, volatile-lru", "1048576, volatile-ttl"})
    void policy_thatEvictsNothingOfOurs_isNotWarnedOf(String maxMemory, String policy) {
        ServerInfo harmless = info("maxmemory:" + maxMemory, "maxmemory_policy:" + policy, "aof_enabled:1");

        assertThat(harmless.warnings()).isEmpty();
    }

    @Test
    void file_off_isWarnedOf() {
        assertThat(info("aof_enabled:0").warnings()).singleElement().asString().contains("'appendonly no'");
    }

    @Test
    void replicas_onlineOnes_areCounted() {
        ServerInfo primary = info(
                "connected_slaves:3",
                "slave0:ip=127.0.0.1,port=6380,state=online,offset=14,lag=0",
                "slave1:ip=127.0.0.1,port=6381,state=wait_bgsave,offset=0,lag=0",
                "slave12:ip=127.0.0.1,port=6382,state=online,offset=14,lag=1");

        assertThat(primary.replicas()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"6.2.11, 1, false", "7.0.15, 1, false", "7.2.4, 1, true", "8.0.2, 1, true", "8.0.2, 0, false"})
    void disk_isWaitedForWhereRedisTells(String version, String file, boolean waits) {
        assertThat(info("redis_version:" + version, "aof_enabled:" + file).canWaitForDisk())
                .isEqualTo(waits);
    }

    @ParameterizedTest
    @CsvSource({
        "redis_mode:cluster, true",
        "server_mode:cluster, true",
        "redis_mode:standalone, false",
        "server_mode:sentinel, false"
    })
    void mode_ofRedisAndOfValkey_tellsACluster(String line, boolean isOfCluster) {
        assertThat(info("redis_version:7.2.4", line).isOfCluster()).isEqualTo(isOfCluster);
    }

    @Test
    void server_thatDoesNotSay_isWaitedForInNothing() {
        assertThat(ServerInfo.UNKNOWN.canWaitForDisk()).isFalse();
        assertThat(ServerInfo.UNKNOWN.replicas()).isZero();
    }
}
