// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.testkit.ForkedJvm;
import java.io.IOException;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tests of the page as the daemon serves it. */
class GatherPageIT extends GatheringFixture {
    private static final Pattern ADDRESS =
            Pattern.compile("INFO  page: (http://127\\.0\\.0\\.1:\\d+/)\\?token=[\\w-]{43}\n");

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static List<String> addresses(ForkedJvm gatherer) {
        return ADDRESS.matcher(gatherer.standardError())
                .results()
                .map(each -> each.group().replaceFirst(".*page: ", "").strip())
                .toList();
    }

    /** Waits until that many addresses were logged, and returns the last. */
    private static String awaitAddress(ForkedJvm gatherer, int number) {
        Awaitility.await().atMost(LIMIT).until(() -> {
            assertThat(gatherer.isAlive()).as(gatherer.standardError()).isTrue();
            return addresses(gatherer).size() == number;
        });
        return addresses(gatherer).get(number - 1);
    }

    @Test
    void gather_untilItIsStopped_servesThePage() throws Exception {
        String url = databases().empty(Kind.SQLITE, directory);
        try (ForkedJvm gatherer = gather(url, "--page", "127.0.0.1:0")) {
            String address = awaitAddress(gatherer, 1);
            String root = address.replaceFirst("\\?.*", "");

            assertThat(get(root + "api/status").statusCode()).isEqualTo(401);
            assertThat(get(address).statusCode()).isEqualTo(303);
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(
                            get(root + "api/status").body())
                    .contains("\"keyPrefix\":\"cl\"", "\"database\":{\"url\":\""));
            Awaitility.await().atMost(LIMIT).until(() -> get(root + "readyz").statusCode() == 200);
            assertThat(awaitAddress(gatherer, 2)).isNotEqualTo(address);

            redis().stop();
            Awaitility.await().atMost(LIMIT).until(() -> get(root + "readyz")
                    .body()
                    .equals("{\"ready\":false,\"reasons\":[\"Redis is unavailable\"]}\n"));
            assertThat(get(root + "livez").statusCode()).isEqualTo(200);

            assertThat(gatherer.terminate(LIMIT)).isZero();
            assertThatThrownBy(() -> get(root + "livez")).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void metrics_ofAGatherer_areThereWithoutASession() throws Exception {
        String url = databases().empty(Kind.SQLITE, directory);
        try (ForkedJvm gatherer = gather(url, "--page", "127.0.0.1:0")) {
            String root = awaitAddress(gatherer, 1).replaceFirst("\\?.*", "");
            log(10);
            awaitSum(url, 10);

            Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(
                            get(root + "metrics").body().lines())
                    .contains(
                            "centralog_stored_total{stream=\"events\"} 10.0",
                            "centralog_server_up{server=\"redis\"} 1.0",
                            "centralog_server_up{server=\"database\"} 1.0"));
            HttpResponse<String> open = client.send(
                    HttpRequest.newBuilder(URI.create(root + "metrics"))
                            .header("Accept", "application/openmetrics-text; version=1.0.0, text/plain;q=0.5")
                            .build(),
                    BodyHandlers.ofString());
            assertThat(open.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
            assertThat(open.body())
                    .contains("centralog_stored_total{stream=\"events\"} 10.0")
                    .endsWith("# EOF\n");
        }
    }

    @Test
    void hangup_otherDatabase_keepsTheSessions() throws Exception {
        String first = databases().empty(Kind.SQLITE, directory);
        String second = databases().empty(Kind.SQLITE, directory);
        Path settings = directory.resolve("gatherer.yaml");
        String text = "redis: " + redis().uri() + "\npage: 127.0.0.1:0\n";
        Files.writeString(settings, text + "database: " + first + "\n");
        try (ForkedJvm gatherer = ForkedJvm.builder("dev.centralog.gatherer.Main")
                .arguments("gather", "--config", settings.toString())
                .workingDirectory(directory)
                .start()) {
            String address = awaitAddress(gatherer, 1);
            String root = address.replaceFirst("\\?.*", "");
            assertThat(get(address).statusCode()).isEqualTo(303);

            Files.writeString(settings, text + "database: " + second + "\n");
            gatherer.hangUp();

            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> get(root + "api/status").body().contains("\"url\":\"" + second));
            assertThat(addresses(gatherer)).hasSize(2); // the first, and the one after its use
            assertThat(gatherer.terminate(LIMIT)).isZero();
        }
    }

    @Test
    void gather_portInUse_gathersAndServesAtAnotherOne() throws Exception {
        String url = databases().empty(Kind.SQLITE, directory);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ForkedJvm gatherer = gather(url, "--page", "127.0.0.1:" + taken.getLocalPort())) {
            String address = awaitAddress(gatherer, 1);

            assertThat(URI.create(address).getPort()).isNotEqualTo(taken.getLocalPort());
            assertThat(gatherer.standardError())
                    .contains("WARN  the port of '127.0.0.1:" + taken.getLocalPort() + "' (setting 'page') is in use");
            log(10);
            awaitSum(url, 10);
            assertThat(gatherer.terminate(LIMIT)).isZero();
        }
    }

    @Test
    void gather_addressThatIsNotHere_gathersWithoutThePage() {
        String url = databases().empty(Kind.SQLITE, directory);
        try (ForkedJvm gatherer = gather(url, "--page", "192.0.2.1:2564", "--page-proxy-header", "X-Forwarded-User")) {
            Awaitility.await().atMost(LIMIT).until(() -> gatherer.standardError()
                    .contains("WARN  the page can't be served at '192.0.2.1:2564' (setting 'page')"));
            log(10);
            awaitSum(url, 10);
            assertThat(gatherer.terminate(LIMIT)).isZero();
        }
    }

    @Test
    void gather_addressThatOthersReachWithoutToken_endsWith78() {
        Commands command = Commands.run("gather", "--page", "0.0.0.0:2564");

        assertThat(command.code()).isEqualTo(ExitCode.CONFIG.number());
        assertThat(command.err()).contains("setting 'page' is '0.0.0.0:2564'", "'pageToken'");
    }

    @Test
    void gatherOnce_anyAddress_servesNoPage() {
        String url = databases().empty(Kind.SQLITE, directory);
        try (ForkedJvm gatherer = gather(url, "--once", "--page", "127.0.0.1:0")) {
            assertThat(gatherer.awaitExit(LIMIT)).isZero();
            assertThat(gatherer.standardError()).doesNotContain("page");
        }
    }
}
