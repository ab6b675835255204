// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Action;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.kafka.LocalKafka.ReadRecord;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.SharedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of whole gatherers that store in a real broker, as processes of their own. */
class KafkaGathererIT {
    private static final int GROUPS = 300;
    private static final int WARNED = 1;
    private static final int CONFIG_FAULT = 78;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern REPEATS = Pattern.compile("\"repeats\":(\\d+),");
    private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+),");
    private static final Pattern PROCESSES = Pattern.compile("\"processes\":\\{([^}]*)}");

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    /** Logs from two processes, as events with repeats and as actions; returns how many of each. */
    private static long log() {
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, REDIS.uri())
                .with(Settings.SHUTDOWN_TIMEOUT, LIMIT)
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1));
        long logged = 0;
        for (int process = 1; process <= 2; process++) {
            try (Centralog centralog = Centralog.open(config)) {
                for (int i = 0; i < GROUPS * process; i++) {
                    centralog.log(
                            LogEvent.builder().message("group " + i % GROUPS).build());
                    centralog.actions().log(Action.of(i % GROUPS, "buy"));
                    logged++;
                }
            }
        }
        return logged;
    }

    private static ForkedJvm gatherer(String topics, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "gather",
                "--redis",
                REDIS.uri(),
                "--database",
                topics,
                "--slice-late-hold",
                "0",
                "--lease",
                "2s",
                "--page",
                "off"));
        arguments.addAll(List.of(more));
        return command(arguments.toArray(new String[0]));
    }

    private static ForkedJvm command(String... arguments) {
        return ForkedJvm.builder("dev.centralog.gatherer.Main")
                .jvmOptions("-Xmx256m", "-D" + HaltingInterceptor.AFTER + "=" + GROUPS / 2)
                .arguments(arguments)
                .start();
    }

    /** Returns the records of a kind whose ids have not come before. */
    private static List<ReadRecord> known(List<ReadRecord> all, String kind) {
        Set<String> known = new HashSet<>();
        return all.stream()
                .filter(each -> each.isOf(kind) && known.add(each.id()))
                .toList();
    }

    private static long sum(List<ReadRecord> records, Pattern number) {
        long sum = 0;
        for (ReadRecord each : records) {
            Matcher found = number.matcher(each.value());
            assertThat(found.find()).as(each.value()).isTrue();
            sum += Long.parseLong(found.group(1));
        }
        return sum;
    }

    private static long sumOfProcesses(List<ReadRecord> records) {
        long sum = 0;
        for (ReadRecord each : records) {
            Matcher found = PROCESSES.matcher(each.value());
            assertThat(found.find()).as(each.value()).isTrue();
            for (String process : found.group(1).split(",")) {
                sum += Long.parseLong(process.substring(process.indexOf(':') + 1));
            }
        }
        return sum;
    }

    @Test
    void gatherer_killedBetweenConfirmations_isReadOnceByWhoDropsKnownIds(@TempDir Path directory) throws IOException {
        KAFKA.get().create("killed", Map.of());
        KAFKA.get().create("killed-actions", Map.of());
        Path halting = Files.writeString(
                directory.resolve("halting.properties"),
                "interceptor.classes=" + HaltingInterceptor.class.getName() + "\nlinger.ms=0\nbatch.size=2000\n");
        long logged = log();

        try (ForkedJvm first = gatherer(KAFKA.get().uri("killed") + "?properties=" + halting)) {
            first.awaitOutput(HaltingInterceptor.HALTED, LIMIT);
            first.killHard();
        }
        try (ForkedJvm second = gatherer(KAFKA.get().uri("killed"), "--once")) {
            assertThat(second.awaitExit(LIMIT)).as(second::standardError).isZero();
        }

        List<ReadRecord> events = KAFKA.get().read("killed");
        List<ReadRecord> actions = KAFKA.get().read("killed-actions");
        assertThat(sum(known(events, "event"), REPEATS)).isEqualTo(logged);
        assertThat(sumOfProcesses(known(events, "event"))).isEqualTo(logged);
        assertThat(sum(known(actions, "action"), COUNT)).isEqualTo(logged);
        List<String> ids = Stream.concat(events.stream(), actions.stream())
                .map(ReadRecord::id)
                .toList();
        assertThat(ids).as("the record at which it halted came twice").hasSizeGreaterThan(new HashSet<>(ids).size());
    }

    @Test
    void command_thatAsks_saysThatItCant() {
        try (ForkedJvm groups = command("groups", "--database", KAFKA.get().uri("logs"))) {
            assertThat(groups.awaitExit(LIMIT)).isEqualTo(CONFIG_FAULT);
            assertThat(groups.standardError())
                    .contains("which stores and answers no queries")
                    .contains("docs/kafka.md");
        }
    }

    @Test
    void status_ofWhatStoresOnly_showsRedis() {
        try (ForkedJvm status = command(
                "status", "--redis", REDIS.uri(), "--database", KAFKA.get().uri("logs"))) {
            assertThat(status.awaitExit(LIMIT)).isEqualTo(WARNED);
            assertThat(status.standardOutput())
                    .containsPattern("redis +redis://.*: Redis")
                    .containsPattern("database +kafka://.*/logs: answers no queries; see to it by its own tools")
                    .doesNotContain("FAILED");
        }
    }

    @Test
    void check_ofAMissingTopic_namesIt() {
        try (ForkedJvm check = gatherer(KAFKA.get().uri("nowhere"), "--check-config")) {
            assertThat(check.awaitExit(LIMIT)).isNotZero();
            assertThat(check.standardError()).contains("the topic 'nowhere'", "there is no such topic");
        }
    }
}
