// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.SourceLocation;
import dev.centralog.gatherer.sink.Sql;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testsupport.StoredSums;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The common part of tests of gathering: a Redis of their own, logging to it, and gatherers in processes of their own. */
abstract class GatheringFixture {
    static final Duration LIMIT = Duration.ofMinutes(2);
    static final int EVENTS = 30_000;

    private @Nullable LocalRedis redis;

    @TempDir
    Path directory = Path.of("");

    @BeforeEach
    void startRedis() {
        redis = LocalRedis.start(LocalRedis.Version.newest());
    }

    @AfterEach
    void stopRedis() {
        redis().close();
    }

    static Databases databases() {
        return Databases.shared();
    }

    final LocalRedis redis() {
        return Objects.requireNonNull(redis);
    }

    final CentralogConfig config() {
        return CentralogConfig.defaults().with(Settings.REDIS, redis().uri()).with(Settings.APP, "shop");
    }

    final CentralogStats log(int events) {
        Centralog centralog = Centralog.open(config());
        for (int i = 0; i < events; i++) {
            centralog.log(LogEvent.builder()
                    .logger("com.example.Shop")
                    .template("order {} failed")
                    .arguments(i)
                    .message("order " + i + " failed")
                    .level(i % 2 == 0 ? Level.INFO : Level.WARN)
                    .location(new SourceLocation("com.example.Shop", "order", "Shop.java", i % 50))
                    .build());
        }
        assertThat(centralog.close(LIMIT)).isZero();
        return centralog.stats();
    }

    /** Counts actions in slices that are over. */
    final void act(int actions) {
        try (Centralog centralog = Centralog.open(
                config().with(Settings.SLICE_LENGTH, Duration.ofSeconds(1)).with(Settings.SLICE_RING, 60))) {
            Instant time = Clock.systemUTC().instant().minusSeconds(10);
            for (int i = 0; i < actions; i++) {
                centralog.actions().log(Action.of(i % 50, "order").withValue(i).at(time.minusSeconds(i % 10)));
            }
            assertThat(centralog.close(LIMIT)).isZero();
        }
    }

    final ForkedJvm gather(String url, String... more) {
        List<String> arguments = new ArrayList<>(List.of("gather", "--redis", redis().uri(), "--database", url));
        arguments.addAll(List.of(more));
        return ForkedJvm.builder("dev.centralog.gatherer.Main")
                .arguments(arguments.toArray(String[]::new))
                .workingDirectory(directory)
                .start();
    }

    /** Gathers in this process what Redis holds. */
    final void gatherOnce(String url) {
        Commands gather = Commands.run("gather", "--once", "--redis", redis().uri(), "--database", url);
        assertThat(gather.code()).as(gather.err()).isZero();
    }

    static void awaitSum(String url, long sum) {
        Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> sum(url) == sum);
        StoredSums.assertAgree(url);
    }

    static long sum(String url) {
        return Sql.number(url, "SELECT sum(repeats) FROM events");
    }
}
