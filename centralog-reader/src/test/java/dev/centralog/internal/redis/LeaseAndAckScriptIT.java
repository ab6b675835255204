// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static dev.centralog.internal.redis.RawScripts.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.testkit.EachRedisClass;
import dev.centralog.testkit.LocalRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the guarantees of the scripts {@code lease} and {@code ack}. */
@EachRedisClass
class LeaseAndAckScriptIT {
    private static final long DAY_MILLIS = 86_400_000;

    private final LocalRedis redis;
    private final RawScripts scripts;
    private SealedId id = RawScripts.sealed(Window.second(0), 0);

    LeaseAndAckScriptIT(LocalRedis redis) {
        this.redis = redis;
        this.scripts = new RawScripts(redis);
    }

    @BeforeEach
    void sealOne() {
        redis.flush();
        id = RawScripts.sealed(Window.second(scripts.second() - 10), 1);
        scripts.applyEvents("p", 1, id.window().start(), line("a", 3, "x"));
        scripts.seal(id, "first");
    }

    @AfterEach
    void close() {
        scripts.close();
    }

    private long endsMillis() {
        return Long.parseLong(scripts.text("ZSCORE", scripts.keys.leases(Signal.EVENTS), id));
    }

    private void setEnd(long millis) {
        scripts.texts("ZADD", scripts.keys.leases(Signal.EVENTS), millis, id);
    }

    @Test
    void lease_own_isExtended() {
        setEnd(scripts.second() * 1000 + 2000);

        assertThat(scripts.extend(id, "first")).isEqualTo(1);

        assertThat(endsMillis()).isGreaterThan(scripts.second() * 1000 + 13_000);
    }

    @Test
    void lease_ownEndedButNotTaken_isExtended() {
        setEnd(scripts.second() * 1000 - 60_000);

        assertThat(scripts.extend(id, "first")).isEqualTo(1);
        assertThat(endsMillis()).isGreaterThan(scripts.second() * 1000);
    }

    @Test
    void lease_ownEndedAndTakenAgain_isAnotherAttempt() {
        assertThat(scripts.take(id, "first")).isZero();
        setEnd(scripts.second() * 1000 - 1);

        assertThat(scripts.take(id, "first")).isEqualTo(2);

        assertThat(scripts.take(id, "first")).isZero();
        assertThat(scripts.extend(id, "first")).isEqualTo(2);
        assertThat(endsMillis()).isGreaterThan(scripts.second() * 1000);
    }

    @Test
    void lease_ofAnotherThatEnded_isTakenButNotExtended() {
        setEnd(scripts.second() * 1000 - 1);

        assertThat(scripts.extend(id, "second")).isZero();

        assertThat(scripts.text("HGET", scripts.keys.owners(Signal.EVENTS), id)).isEqualTo("first 1 -");
    }

    @Test
    void lease_ofAnUnreadableOwner_isTaken() {
        scripts.texts("HSET", scripts.keys.owners(Signal.EVENTS), id, "junk");
        setEnd(1);

        assertThat(scripts.take(id, "second")).isEqualTo(1);
    }

    @Test
    void lease_heldByAnother_isRefused() {
        long before = endsMillis();

        assertThat(scripts.take(id, "second")).isZero();

        assertThat(endsMillis()).isEqualTo(before);
        assertThat(scripts.text("HGET", scripts.keys.owners(Signal.EVENTS), id)).isEqualTo("first 1 -");
    }

    @Test
    void lease_ended_isTakenOverByOne() {
        setEnd(scripts.second() * 1000 - 1);

        assertThat(scripts.take(id, "second")).isEqualTo(2);

        assertThat(scripts.take(id, "third")).isZero();
        assertThat(scripts.take(id, "first")).isZero();
        assertThat(scripts.text("HGET", scripts.keys.owners(Signal.EVENTS), id)).isEqualTo("second 2 -");
    }

    @Test
    void lease_endingAbsurdlyFarAhead_isTakenOver() {
        setEnd(scripts.second() * 1000 + DAY_MILLIS);

        assertThat(scripts.take(id, "second")).isEqualTo(2);

        assertThat(endsMillis()).isLessThan(scripts.second() * 1000 + 20_000);
    }

    @Test
    void lease_gone_isTold() {
        scripts.acknowledge(id, "first");

        assertThat(scripts.extend(id, "first")).isEqualTo(-1);
        assertThat(scripts.take(id, "second")).isEqualTo(-1);
        assertThat(scripts.text("EXISTS", scripts.keys.leases(Signal.EVENTS), scripts.keys.owners(Signal.EVENTS)))
                .isEqualTo("0");
    }

    @Test
    void lease_ofNothing_isToldOnce() {
        scripts.text("DEL", scripts.keys.sealedCounts(id));

        assertThat(scripts.extend(id, "first")).isEqualTo(-2);
        assertThat(scripts.extend(id, "first")).isEqualTo(-1);
        assertThat(scripts.text("EXISTS", scripts.keys.leases(Signal.EVENTS), scripts.keys.owners(Signal.EVENTS)))
                .isEqualTo("0");
    }

    @Test
    void acknowledge_own_deletesAllButTheBook() {
        assertThat(scripts.acknowledge(id, "first")).isEqualTo(1);

        assertThat(scripts.texts("KEYS", "*")).containsExactly("{cl.2:0}:book");
    }

    @Test
    void acknowledge_byZombie_isRefused() {
        setEnd(1);
        scripts.take(id, "second");

        assertThat(scripts.acknowledge(id, "first")).isZero();
        assertThat(scripts.text("ZCARD", scripts.keys.sealedCounts(id))).isEqualTo("1");

        assertThat(scripts.acknowledge(id, "second")).isEqualTo(1);
        assertThat(scripts.acknowledge(id, "first")).isZero();
        assertThat(scripts.acknowledge(id, "second")).isZero();
    }
}
