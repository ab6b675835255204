// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.LocalPostgres;
import dev.centralog.testkit.SharedRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests of a PostgreSQL that is killed while its standby lacks data that it has confirmed; the standby is promoted. */
class PromotionIT {
    private static final String WARNING = "has a standby, but commits do not wait for it";

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private LocalPostgres primary = LocalPostgres.startDurable();
    private LocalPostgres standby = primary;
    private String url = "";

    @BeforeEach
    void startStandby() {
        url = primary.createDatabase();
        primary.execute("CREATE ROLE plain LOGIN");
        primary.execute(
                "ALTER DATABASE " + Sql.rows(url, "SELECT current_database()").get(0) + " OWNER TO plain");
        standby = primary.startStandby();
        await("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'");
    }

    @AfterEach
    void end() {
        standby.close();
        primary.close();
    }

    private void await(String countOnPrimary) {
        Awaitility.await().atMost(Load.LIMIT).until(() -> Sql.number(primary.jdbcUrl(), countOnPrimary) > 0);
    }

    private static void set(LocalPostgres server, String name, String value) {
        server.execute("ALTER SYSTEM SET " + name + " = '" + value + "'");
        server.execute("SELECT pg_reload_conf()");
    }

    private String ofStandby() {
        return url.replace(":" + primary.port(), ":" + standby.port());
    }

    /**
     * Starts gathering into whichever of the two servers is the primary, as a user without any rights on the server. Checks
     * query the standby.
     */
    private Load start() {
        String both = url.replace("user=postgres", "user=plain")
                        .replace(":" + primary.port(), ":" + primary.port() + ",127.0.0.1:" + standby.port())
                + "&targetServerType=primary";
        return Load.start(REDIS.uri(), both, ofStandby());
    }

    /** Kills the primary, so that the standby receives no more, and promotes the standby. */
    private void promote() {
        primary.killHard();
        standby.execute("SELECT pg_promote()");
    }

    @Test
    void standbyThatNoCommitWaitsFor_isWarnedOfAndLosesWhatItHadNot() {
        try (Load load = start()) {
            load.logAndAwait();
            long before = load.logged();
            assertThat(load.said()).filteredOn(line -> line.contains(WARNING)).hasSize(1);
            set(standby, "primary_conninfo", "");
            Awaitility.await()
                    .atMost(Load.LIMIT)
                    .until(() -> Sql.number(primary.jdbcUrl(), "SELECT count(*) FROM pg_stat_replication") == 0);
            load.log();
            Awaitility.await()
                    .atMost(Load.LIMIT)
                    .until(() -> load.stats().events().stored().repeats() == load.logged());
            promote();

            assertThat(Sql.number(ofStandby(), "SELECT sum(repeats) FROM events"))
                    .isEqualTo(before)
                    .isLessThan(load.logged());
        }
    }

    @Test
    void standbyThatEachCommitWaitsFor_losesNothing() {
        set(primary, "synchronous_standby_names", "*");
        await("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'");
        try (Load load = start()) {
            load.logAndAwait();
            set(standby, "primary_conninfo", "");
            load.log();
            await(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'centralog'");
            promote();

            load.assertLawAfterTrouble();
            assertThat(load.said()).noneMatch(line -> line.contains(WARNING));
        }
    }
}
