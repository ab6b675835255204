// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class SharedRedisIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @RepeatedTest(2)
    void server_everyTest_findsItEmpty() {
        assertThat(REDIS.get().cli("INCR", "visits")).isEqualTo("1");
    }
}
