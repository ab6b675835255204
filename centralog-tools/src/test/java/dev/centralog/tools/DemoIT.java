// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalPostgres;
import dev.centralog.testkit.LongForm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command of the README, as a user starts it. */
class DemoIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String OK = "conservation: logged=(\\d+) stored=\\1 dropped=0"
            + " actions=([1-9]\\d*) actionsStored=\\2 actionsDropped=0 OK";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path directory;

    private ForkedJvm.Builder demo(String... arguments) {
        return ForkedJvm.builder(Main.class.getName())
                .jvmOptions("-Dfile.encoding=UTF-8", "-Djava.io.tmpdir=" + directory)
                .arguments(arguments);
    }

    @Test
    void demo_forSixSeconds_showsWhatTheReleaseChanged_andEndsWithTheLaw() {
        try (ForkedJvm demo = demo("demo", "--seconds=6").start()) {
            int exitCode = demo.awaitExit(LIMIT);

            List<String> lines = demo.standardOutput().lines().toList();
            assertThat(exitCode)
                    .as(demo.standardOutput() + demo.standardError())
                    .isZero();
            assertThat(lines.get(lines.size() - 1)).matches(OK);
            assertThat(demo.standardOutput())
                    .contains(
                            "shop-web",
                            "shop-orders",
                            "PURCHASE",
                            "RETURN",
                            "payment of order {} failed",
                            "database: jdbc:sqlite:");
            assertThat(demo.standardOutput())
                    .contains("./centralog new --since-release", "an hour before the demo was added")
                    .containsPattern(change("NEW", "ERROR shop-web com.example.shop.web.Checkout: discount of voucher"))
                    .containsPattern(change("LOUDER", "WARN  shop-web com.example.shop.web.Checkout: stock of product"))
                    .containsPattern(change("GONE", "ERROR shop-orders com.example.shop.orders.Labels: no label"));
            // If the machine has no Redis, the demo's own is an old version, and says so.
            assertThat(demo.standardError().lines())
                    .allMatch(line -> line.contains("comes with Centralog")
                            || line.startsWith("centralog INFO: this process: app 'shop-web'"));
        }
    }

    /** Returns the pattern of a heading of {@code new} with a family below it. */
    private static Pattern change(String heading, String family) {
        return Pattern.compile("\n" + heading + ": \\d+\n(?: .*\n)*  " + Pattern.quote(family));
    }

    @LongForm
    @Test
    void demo_twiceIntoOnePostgres_countsItsOwnRowsOnly() {
        try (LocalPostgres postgres = LocalPostgres.start()) {
            String database = "--database=" + postgres.createDatabase();
            for (int run = 0; run < 2; run++) {
                try (ForkedJvm demo = demo("demo", "--seconds=2", database).start()) {
                    int exitCode = demo.awaitExit(LIMIT);

                    assertThat(exitCode)
                            .as(demo.standardOutput() + demo.standardError())
                            .isZero();
                    assertThat(demo.standardOutput().strip()).containsPattern(OK + "$");
                }
            }
        }
    }

    @Test
    void demo_databaseThatCannotBeUsed_isAClearErrorAtOnce() {
        try (ForkedJvm demo = demo("demo", "--database=" + directory.resolve("nowhere/demo.db"))
                .start()) {
            int exitCode = demo.awaitExit(LIMIT);

            assertThat(exitCode).isEqualTo(77);
            assertThat(demo.standardError()).contains("nowhere").doesNotContain("\tat ");
            assertThat(demo.standardOutput()).doesNotContain("conservation");
        }
    }

    @Test
    void demo_interrupted_leavesNoProcess() {
        try (ForkedJvm demo = demo("demo", "--seconds=60").start()) {
            demo.awaitOutput(" s  logged ", LIMIT);
            List<ProcessHandle> children =
                    ProcessHandle.of(demo.pid()).orElseThrow().descendants().toList();

            demo.terminate(LIMIT);

            assertThat(children).isNotEmpty();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> children.stream()
                    .noneMatch(ProcessHandle::isAlive));
        }
    }
}
