// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.redis.ServerInfo;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KnownReplicasTest {
    private static final String PRIMARY = "run_id:a";
    private static final String ANOTHER = "run_id:b";

    private final KnownReplicas known = new KnownReplicas();

    private int of(String server, int replicas, Duration at) {
        StringBuilder info = new StringBuilder(server + "\r\n");
        for (int i = 0; i < replicas; i++) {
            info.append("slave").append(i).append(":ip=127.0.0.1,port=6380,state=online,offset=14,lag=0\r\n");
        }
        return known.of(ServerInfo.parse(info.toString()), at.toNanos());
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void none_everThere_noneIsKnown() {
        assertThat(of(PRIMARY, 0, seconds(5))).isZero();
    }

    /**
     * Checks that the minute begins at the look that misses it, however long ago the last one was: it may have left just now.
     */
    @Test
    void one_goneAway_isKnownForAMinuteSinceThatWasSeen() {
        assertThat(of(PRIMARY, 2, seconds(0))).isEqualTo(2);

        assertThat(of(PRIMARY, 1, seconds(1000))).isEqualTo(2);
        assertThat(of(PRIMARY, 1, seconds(1059))).isEqualTo(2);
        assertThat(of(PRIMARY, 1, seconds(1060))).isEqualTo(1);
    }

    @Test
    void one_thatIsBack_isKnownAsBefore() {
        of(PRIMARY, 1, seconds(0));
        of(PRIMARY, 0, seconds(1));
        of(PRIMARY, 1, seconds(2));

        assertThat(of(PRIMARY, 0, seconds(62))).isEqualTo(1);
        assertThat(of(PRIMARY, 0, seconds(122))).isZero();
    }

    /** Checks that each replica has a minute of its own: the one that was lost last may still take over. */
    @Test
    void several_goneOneAfterTheOther_areForgottenOneAfterTheOther() {
        of(PRIMARY, 2, seconds(0));
        of(PRIMARY, 1, seconds(1));

        assertThat(of(PRIMARY, 0, seconds(60))).isEqualTo(2);
        assertThat(of(PRIMARY, 0, seconds(61))).isEqualTo(1);
        assertThat(of(PRIMARY, 0, seconds(119))).isEqualTo(1);
        assertThat(of(PRIMARY, 0, seconds(120))).isZero();
    }

    @Test
    void further_oneComing_isKnownAtOnce() {
        of(PRIMARY, 1, seconds(0));

        assertThat(of(PRIMARY, 2, seconds(1))).isEqualTo(2);
    }

    /** Checks that the replicas of the old primary do not count for the new one. */
    @Test
    void server_another_hasItsOwn() {
        of(PRIMARY, 2, seconds(0));

        assertThat(of(ANOTHER, 0, seconds(1))).isZero();
    }
}
