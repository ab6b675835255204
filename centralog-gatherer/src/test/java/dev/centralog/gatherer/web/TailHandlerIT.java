// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.gatherer.page.StoredViews;
import dev.centralog.gatherer.stored.StoredLog;
import dev.centralog.gatherer.web.TailClients.Client;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the live tail over real sockets, on a real database. */
class TailHandlerIT extends PageFixture {
    private static final PageServer.Limits SHORT = new PageServer.Limits(200, 100, 500);
    private static final Instant NOW = Instant.parse("2026-01-31T15:00:00Z");
    private static final StoredLog.Runner PROCESS = StoredLog.process(1, "production", "1.0.0");
    private static final int DELIVERIES = 30;
    private static final int ROWS = 1_000;

    @TempDir
    Path directory = Path.of("");

    private String url = "";
    private @Nullable StoredViews opened;
    private int stored;

    @BeforeEach
    void open() {
        url = Databases.shared().empty(Kind.SQLITE, directory);
        opened = StoredViews.open(Databases.target(url), Clock.systemUTC());
    }

    private StoredViews views() {
        return Objects.requireNonNull(opened);
    }

    @AfterEach
    void close() {
        stop();
        views().close();
    }

    private static void store(StoredLog log, int number, int rows) {
        Instant second = NOW.plusSeconds(number);
        log.log(second, PROCESS, StoredLog.event(Level.ERROR, "rare" + number), 1);
        for (int n = 1; n < rows; n++) {
            String text = "s" + number + "n" + n + " " + "some words of a line ".repeat(15);
            log.log(second, PROCESS, StoredLog.event(Level.INFO, text), 1);
        }
        log.store();
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(LIMIT).until(condition);
    }

    private static void awaitOpen(Client client) {
        await(() -> !client.ids("open").isEmpty());
    }

    @Test
    void clients_500OfWhichOneReadsSlowly_getAllButThatOne() throws Exception {
        start(USUAL, PageServer.Limits.USUAL, views());
        String cookie = signIn();
        try (StoredLog log = new StoredLog(url);
                TailClients clients = new TailClients(port())) {
            Client slow = clients.openSlow("/api/tail", cookie);
            List<Client> ofAll = new ArrayList<>();
            List<Client> ofErrors = new ArrayList<>();
            for (int n = 1; n < TailHandler.MOST; n++) {
                if (n <= 3) {
                    ofAll.add(clients.open("/api/tail", cookie));
                } else {
                    ofErrors.add(clients.open("/api/tail?level=ERROR&-thread=t" + n, cookie));
                }
            }
            await(() -> Stream.concat(ofAll.stream(), ofErrors.stream())
                    .noneMatch(each -> each.ids("open").isEmpty()));
            Client tooMany = clients.open("/api/tail", cookie);
            await(tooMany::hasEnded);
            assertThat(tooMany.status()).isEqualTo(503);
            assertThat(tooMany.text()).contains("Retry-After: 10", "500 live tails are open already");

            for (int number = 0; number < DELIVERIES; number++) {
                store(log, number, ROWS);
                String last = "\"rare" + number + '"';
                await(() -> ofErrors.stream().allMatch(each -> each.text().contains(last)));
            }
            for (Client each : ofAll) {
                await(() -> each.messages().size() == DELIVERIES * ROWS);
                assertThat(each.data("gap")).isEmpty();
            }
            for (Client each : ofErrors) {
                assertThat(each.messages()).hasSize(DELIVERIES).doesNotHaveDuplicates();
                assertThat(each.data("gap")).isEmpty();
            }
            clients.readOn(slow);

            await(() -> slow.hasEnded() || !slow.data("gap").isEmpty());
            if (!slow.hasEnded()) {
                String missed = slow.data("gap").get(0).replaceAll("\\D", "");
                await(() -> slow.messages().size() == DELIVERIES * ROWS - Integer.parseInt(missed));
                assertThat(slow.messages()).doesNotHaveDuplicates();
                assertThat(Integer.parseInt(missed)).isPositive();
            }
            assertThat(RawAnswer.get(port(), "/livez").status()).isEqualTo(200);
        }
    }

    @Test
    void client_thatIsCutOff_goesOnWhereItWas() throws Exception {
        start(USUAL, PageServer.Limits.USUAL, views());
        String cookie = signIn();
        try (StoredLog log = new StoredLog(url);
                TailClients clients = new TailClients(port())) {
            Client first = clients.open("/api/tail", cookie);
            awaitOpen(first);
            store(log, stored++, 3);
            await(() -> first.messages().size() == 3);
            List<String> ids = first.ids("rows");
            server().close();
            await(first::hasEnded);
            assertThat(first.data("end")).containsExactly("{\"why\":\"stopping\"}");
            store(log, stored++, 2);

            StoredViews restarted = StoredViews.open(Databases.target(url), Clock.systemUTC());
            start(USUAL, PageServer.Limits.USUAL, restarted);
            try (TailClients again = new TailClients(port())) {
                String last = ids.get(ids.size() - 1);
                String other = signIn();
                Client byHeader = again.open("/api/tail?after=1", other, "Last-Event-ID: " + last);
                Client byParameter = again.open("/api/tail?after=" + last, other);
                Client ofErrors = again.open("/api/tail?level=ERROR&after=" + last, other);

                await(() -> byHeader.messages().size() == 2
                        && byParameter.messages().size() == 2);
                store(log, stored++, 1);

                await(() -> byHeader.messages().size() == 3
                        && byParameter.messages().size() == 3);
                await(() -> ofErrors.messages().size() == 2);
                assertThat(ofErrors.messages()).containsExactly("rare1", "rare2");
            } finally {
                restarted.close();
            }
        }
    }

    @Test
    void connection_withNothingToSend_outlivesTheLimitsOfOthers() throws Exception {
        start(USUAL, SHORT, views());
        String cookie = signIn();
        try (StoredLog log = new StoredLog(url);
                TailClients clients = new TailClients(port())) {
            Client client = clients.open("/api/tail", cookie);
            awaitOpen(client);
            for (int n = 0; n < 5; n++) {
                try (Socket idle = RawAnswer.connect(port())) {
                    RawAnswer.send(idle, "GET / HT");
                    assertThat(RawAnswer.read(idle).text()).doesNotContain("200"); // the server has closed it
                }
            }

            store(log, stored, 2);

            await(() -> client.messages().size() == 2);
            assertThat(client.hasEnded()).isFalse();
        }
    }

    @Test
    void signOut_ofItsSession_endsATailAndNoOther() throws Exception {
        start(USUAL, PageServer.Limits.USUAL, views());
        String mine = signIn();
        String other = signIn();
        try (StoredLog log = new StoredLog(url);
                TailClients clients = new TailClients(port())) {
            Client ended = clients.open("/api/tail", mine);
            Client left = clients.open("/api/tail", other);
            awaitOpen(ended);
            awaitOpen(left);

            assertThat(RawAnswer.post(port(), "/sign-out", mine, "X-Centralog: 1")
                            .status())
                    .isEqualTo(303);

            await(ended::hasEnded);
            assertThat(ended.data("end")).containsExactly("{\"why\":\"signed out\"}");
            store(log, stored, 2);
            await(() -> left.messages().size() == 2);
            assertThat(ended.messages()).isEmpty();
        }
    }

    @Test
    void requests_thatAreWrong_areRefusedAndLeaveNothing() throws IOException {
        start(USUAL, PageServer.Limits.USUAL, views());
        String cookie = signIn();
        assertThat(RawAnswer.get(port(), "/api/tail").status()).isEqualTo(401);
        for (int n = 0; n <= TailHandler.MOST; n++) {
            RawAnswer answer = RawAnswer.get(port(), "/api/tail?has=nothing", cookie);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("has is 'nothing'; allowed is throwable");
        }
        assertThat(RawAnswer.get(port(), "/api/tail?after=%0aid:1", cookie).body())
                .contains("allowed is the id of an event of the tail");
        assertThat(RawAnswer.get(port(), "/api/tail", cookie, "Last-Event-ID: A")
                        .status())
                .isEqualTo(400);
        assertThat(RawAnswer.get(port(), "/api/tail?since=1h", cookie).body())
                .contains("there is no parameter 'since'");
    }
}
