// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LongForm;
import dev.centralog.testkit.SharedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the repeats of one group in one second by two processes are one row, with the sum; with processes of their own. A quicker
 * test, in one process, is {@code GatherIT}.
 */
@LongForm
class TwoProducersIT {
    private static final int EVENTS = 6000;

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @ParameterizedTest
    @ValueSource(strings = {"log4j2", "logback"})
    void sameGroup_inTwoProcesses_isOneRowASecond(String framework, @TempDir Path directory) throws Exception {
        long windows;
        try (ForkedJvm one = startLoad(framework);
                ForkedJvm other = startLoad(framework)) {
            windows = windowsOf(one) + windowsOf(other);
        }

        StoredRows stored = StoredRows.gather(REDIS.uri(), "jdbc:sqlite:" + directory.resolve("two.db"));

        long rows = stored.number("SELECT count(*) FROM event_windows");
        assertThat(stored.number("SELECT sum(repeats) FROM events")).isEqualTo(2 * EVENTS);
        assertThat(stored.number("SELECT count(DISTINCT group_id) FROM events")).isEqualTo(1);
        assertThat(rows).isEqualTo(stored.number("SELECT count(DISTINCT window_start) FROM events"));
        assertThat(rows).as("seconds in which both logged").isLessThan(windows);
    }

    /** Starts a load of six seconds, so that the two loads overlap even if the second one starts slowly. */
    private static ForkedJvm startLoad(String framework) {
        return ForkedJvm.builder(Main.class.getName())
                .arguments(
                        "load",
                        "--redis=" + REDIS.uri(),
                        "--framework=" + framework,
                        "--events=" + EVENTS,
                        "--groups=1",
                        "--threads=1",
                        "--rate=1000",
                        "--setting=shutdownTimeout=1m")
                .start();
    }

    private static long windowsOf(ForkedJvm load) {
        int exitCode = load.awaitExit(Duration.ofMinutes(2));
        assertThat(exitCode).as(load.standardError()).isZero();
        Matcher windows = Pattern.compile("\"windows\":(\\d+)").matcher(load.standardOutput());
        assertThat(windows.find()).as(load.standardOutput()).isTrue();
        return Long.parseLong(windows.group(1));
    }
}
