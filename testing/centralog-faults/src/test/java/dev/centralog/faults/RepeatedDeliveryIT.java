// SPDX-License-Identifier: Apache-2.0
package dev.centralog.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gatherer.sink.SealedDelivery;
import dev.centralog.gatherer.sink.SealedSlice;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.testkit.LocalPostgres;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.LongForm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that deliveries that are stored repeatedly, in any order, by four threads at once, give the same tables as when
 * each is stored once.
 */
@LongForm
class RepeatedDeliveryIT {
    private static final int GATHERERS = 4;

    /** The queries for the contents of all tables, without the numbers that count insertions. */
    private static final List<String> CONTENTS = List.of(
            "SELECT window_start, group_id, delivery, repeats, time, nano, template, message, flag FROM events ORDER BY 1, 2, 3",
            "SELECT slice_start, slice_length, user_id, action_id, delivery, count, value_count, value_sum, flag FROM"
                    + " actions ORDER BY 1, 2, 3, 4, 5",
            "SELECT window_start, group_id, delivery, count FROM drops ORDER BY 1, 2, 3",
            "SELECT window_start, group_id, delivery FROM dead_letters ORDER BY 1, 2, 3");

    @Test
    void deliveries_repeatedAndShuffled_areStoredAsOnce(@TempDir Path directory) throws Exception {
        int times = 1000;
        long seed = new Random().nextLong();
        System.out.println("RepeatedDeliveryIT: seed " + seed);
        try (LocalPostgres postgres = LocalPostgres.start()) {
            String once = postgres.createDatabase();
            String often = postgres.createDatabase();
            List<SealedDelivery> deliveries = deliveries(directory);
            try (Sinks sinks = sinks(once)) {
                deliveries.forEach(each -> store(each, sinks));
            }
            List<SealedDelivery> storm = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                storm.addAll(deliveries);
            }
            Collections.shuffle(storm, new Random(seed));
            try (Sinks sinks = sinks(often)) {
                sinks.events().prepare();
            }
            List<CompletableFuture<Void>> gatherers = new ArrayList<>();
            for (int i = 0; i < GATHERERS; i++) {
                List<SealedDelivery> own =
                        storm.subList(storm.size() * i / GATHERERS, storm.size() * (i + 1) / GATHERERS);
                gatherers.add(CompletableFuture.runAsync(() -> {
                    try (Sinks sinks = sinks(often)) {
                        own.forEach(each -> store(each, sinks));
                    }
                }));
            }
            gatherers.forEach(CompletableFuture::join);

            assertThat(contents(often)).isEqualTo(contents(once)).hasSizeGreaterThan(50);
            System.out.printf("each of %d deliveries stored %,d times%n", deliveries.size(), times);
        }
    }

    private static Sinks sinks(String url) {
        Sinks sinks = Sinks.open(new SinkTarget(url, "", "", (severity, message, cause) -> {}));
        sinks.events().prepare();
        sinks.actions().prepare();
        return sinks;
    }

    private static void store(SealedDelivery delivery, Sinks sinks) {
        if (delivery instanceof SealedWindow window) {
            sinks.events().store(window);
        } else if (delivery instanceof SealedSlice slice) {
            sinks.actions().store(slice);
        }
    }

    /** Returns real deliveries of some seconds. None is marked as a first attempt, because none is known to be one. */
    private static List<SealedDelivery> deliveries(Path directory) throws Exception {
        try (LocalRedis redis = LocalRedis.start(LocalRedis.Version.newest());
                FaultRun run = FaultRun.of("repeated deliveries", directory)) {
            CentralogConfig config = FaultRun.config(redis.port());
            Traffic traffic = run.produce(config);
            run.await(1500, 1);
            assertThat(traffic.end(FaultRun.LIMIT)).isZero();
            List<SealedDelivery> all = new ArrayList<>();
            try (EventSource events = EventSource.open(config, (severity, message, cause) -> {});
                    ActionSource actions = ActionSource.open(config, (severity, message, cause) -> {})) {
                while (!events.backlog().open().isEmpty()) {
                    EventWindow window = events.claim(Duration.ofSeconds(1));
                    if (window != null) {
                        all.add(new SealedWindow(window.delivery(), 2, window.content()));
                    }
                }
                while (!actions.backlog().open().isEmpty()) {
                    ActionSlice slice = actions.claim(Duration.ofSeconds(1));
                    if (slice != null) {
                        List<GatheredAction> content = new ArrayList<>();
                        slice.forEach(content::add);
                        all.add(SealedSlice.of(slice.delivery(), 2, content));
                    }
                }
            }
            return all;
        }
    }

    private static List<String> contents(String url) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : CONTENTS) {
                try (ResultSet row = statement.executeQuery(sql)) {
                    while (row.next()) {
                        StringBuilder text = new StringBuilder();
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                            text.append(row.getString(i)).append('|');
                        }
                        rows.add(text.toString());
                    }
                }
            }
        }
        return rows;
    }
}
