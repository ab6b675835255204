// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalPostgres;
import dev.centralog.testkit.LongForm;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    @Test
    void demo_open_servesThePageUntilItIsStopped() throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Path opened = directory.resolve("opened");
        Path program = bin.resolve("xdg-open");
        Files.writeString(program, "#!/bin/sh\necho \"$1\" > '" + opened + "'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        try (ForkedJvm demo = demo("demo", "--seconds=2", "--open")
                .environment("DISPLAY", ":0")
                .environment("PATH", bin + ":" + System.getenv("PATH"))
                .start()) {
            demo.awaitOutput("Ctrl-C ends the demo.", LIMIT);
            assertThat(demo.standardOutput()).containsPattern(OK + "\n").contains("It is being opened in the browser");
            Awaitility.await().atMost(LIMIT).until(() -> Files.exists(opened) && Files.size(opened) > 0);
            String address = Files.readString(opened).strip();
            assertThat(address).matches("http://127\\.0\\.0\\.1:\\d+/\\?token=[\\w-]{43}");
            assertThat(demo.standardOutput()).contains("\npage: " + address + "\n");

            HttpClient client =
                    HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
            assertThat(get(client, address).statusCode()).isEqualTo(303);
            URI page = URI.create(address);
            assertThat(get(client, page.resolve("/api/families").toString()).body())
                    .contains("payment of order {} failed");
            assertThat(get(client, page.resolve("/api/status").toString()).body())
                    .contains("\"database\":{\"url\":\"jdbc:sqlite:");
            assertThat(get(client, page.resolve("/metrics").toString()).body())
                    .contains("centralog_server_up{server=\"redis\"} 1.0");
            assertThat(demo.isAlive()).isTrue();

            demo.terminate(LIMIT);
        }
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @LongForm
    @Test
    void demo_openWhereNoDisplayIs_saysSoAndPrintsTheAddress() {
        try (ForkedJvm demo = demo("demo", "--seconds=2", "--open")
                .environment("DISPLAY", "")
                .environment("WAYLAND_DISPLAY", "")
                .start()) {
            demo.awaitOutput("Ctrl-C ends the demo.", LIMIT);

            assertThat(demo.standardOutput())
                    .containsPattern("\npage: http://127\\.0\\.0\\.1:\\d+/\\?token=")
                    .contains("there is no display here, so no browser is opened: open the address yourself");
            demo.terminate(LIMIT);
        }
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
