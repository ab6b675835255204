// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.ActionTotals;
import dev.centralog.ConfigException;
import dev.centralog.StatusListener;
import dev.centralog.gather.DeliverySink;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.SinkAddress;
import dev.centralog.gather.SinkRefusedException;
import dev.centralog.kafka.LocalKafka.ReadRecord;
import dev.centralog.testkit.DocumentedJava;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.TestCertificates;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.InterruptException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the sinks on a real broker. */
class KafkaSinkIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private final List<String> warnings = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    private SinkAddress address(String uri) {
        StatusListener status = (severity, message, cause) -> warnings.add(message);
        return new SinkAddress(uri, List.of("trace_id"), status);
    }

    private DeliverySink<EventWindow.Content> events(String uri) {
        return new KafkaSinkFactory().events(address(uri));
    }

    private String withProperties(String uri, String... lines) throws IOException {
        Path file = Files.writeString(directory.resolve("kafka.properties"), String.join("\n", lines));
        return uri + "?properties=" + file;
    }

    /** Stores all that there is in a new topic, as two gatherers do of which the first one died before it could acknowledge. */
    private void storeTwice(String topic) throws IOException {
        KAFKA.get().create(topic, Map.of());
        for (int gatherer = 0; gatherer < 2; gatherer++) {
            try (DeliverySink<EventWindow.Content> sink = events(KAFKA.get().uri(topic))) {
                sink.prepare();
                assertThat(sink.store(List.of(Windows.all()))).isZero();
            }
        }
    }

    private static List<ReadRecord> known(String topic) {
        Set<String> known = new HashSet<>();
        return KAFKA.get().read(topic).stream()
                .filter(each -> known.add(each.id()))
                .toList();
    }

    private static ReadRecord only(List<ReadRecord> records, String kind, String group) {
        List<ReadRecord> found = records.stream()
                .filter(each -> each.isOf(kind) && group.equals(each.headers().get("group")))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void window_storedTwice_isThereOnceForWhoDropsKnownIds() throws Exception {
        storeTwice("logs");

        assertThat(KAFKA.get().read("logs")).hasSize(10);
        List<ReadRecord> once = known("logs");
        assertThat(once.stream().map(each -> each.headers().get("kind")))
                .containsExactlyInAnyOrder("event", "event", "drop", "sign", "dead-letter");
        ReadRecord row = only(once, "event", Windows.group(1));
        assertThat(row.key()).isEqualTo(Windows.group(1));
        assertThat(row.headers())
                .containsEntry("window_start", "2026-03-01T12:00:00Z")
                .containsEntry("delivery", Windows.DELIVERY);
        assertThat(row.value())
                .startsWith(
                        "{\"time\":\"2026-03-01T12:00:00.005Z\",\"second\":\"2026-03-01T12:00:00Z\",\"repeats\":7,\"in_full\":2,")
                .contains(
                        "\"level\":\"ERROR\"",
                        "\"message\":\"late\"",
                        "\"trace_id\":\"t-1\"",
                        "\"processes\":{\"00000000000000aa\":3,\"00000000000000bb\":4}",
                        "\"samples\":[{\"time\":\"2026-03-01T12:00:00.005Z\",\"process\":\"00000000000000aa\",\"thread\":\"main\",\"message\":\"late too\"");
        assertThat(only(once, "event", Windows.group(2)).value())
                .contains("\"release\":\"1.4.2\"", "\"instance\":\"pod-3\"", "\"repeats\":5");
        assertThat(only(once, "drop", "~drop").value()).contains("\"reason\":\"bufferFull\"", "\"count\":9");
        assertThat(only(once, "dead-letter", Windows.group(3)).value())
                .contains("\"raw\":\"" + base64("garbage") + "\"", "\"reason\":\"no JSON\"");
        assertThat(warnings)
                .allMatch(each -> each.contains("min.insync.replicas"))
                .isNotEmpty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void consumer_ofTheDocs_printsEachRecordOnce() throws Exception {
        storeTwice("documented");
        String block = DocumentedJava.of("docs/kafka.md", "known.add")
                .block()
                .replace("localhost:9092", KAFKA.get().server())
                .replace("List.of(\"logs\")", "List.of(\"documented\")")
                .replace("System.out.println", "printed.add");
        Method consumer = new DocumentedJava(block)
                .compile(
                        directory,
                        "java.util.*, java.time.Duration, java.nio.charset.StandardCharsets,"
                                + " org.apache.kafka.clients.consumer.*,"
                                + " org.apache.kafka.common.serialization.StringDeserializer",
                        "List<String> printed");
        List<String> printed = new CopyOnWriteArrayList<>();
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                consumer.invoke(null, printed);
            } catch (InvocationTargetException e) {
                end.set(e.getCause());
            } catch (IllegalAccessException e) {
                end.set(e);
            }
        });
        thread.start();
        try {
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> printed.size() >= 5
                            && KAFKA.get().read("documented").size() == 10);
        } finally {
            thread.interrupt();
            thread.join(LIMIT.toMillis());
        }

        assertThat(end.get()).isInstanceOfAny(InterruptException.class);
        assertThat(printed).hasSize(5).anyMatch(each -> each.contains("\"message\":\"late\""));
    }

    @Test
    void slice_stored_isReadWithItsTotals() throws Exception {
        KAFKA.get().create("users-actions", Map.of());
        ActionTotals totals = new ActionTotals(
                2, new BigDecimal("19.90"), BigDecimal.ONE, BigDecimal.TEN, 0, null, null, List.of("a"));
        GatheredAction action = new GatheredAction(
                Windows.SECOND,
                Duration.ofMinutes(10),
                "bob",
                "purchase",
                Windows.DELIVERY,
                3,
                totals,
                GatheredAction.Flag.NONE,
                null);
        try (DeliverySink<GatheredAction> sink =
                new KafkaSinkFactory().actions(address(KAFKA.get().uri("users")))) {
            sink.prepare();
            assertThat(sink.store(List.of(action, action))).isZero();
        }

        assertThat(known("users-actions")).singleElement().satisfies(each -> {
            assertThat(each.key()).isEqualTo("bob");
            assertThat(each.headers()).containsEntry("slice_seconds", "600").containsEntry("action", "purchase");
            assertThat(each.value()).contains("\"count\":3", "\"value_sum\":19.90", "\"payload_samples\":[\"a\"]");
        });
    }

    @Test
    void record_tooLarge_isPutAsideAndItsCountStored() throws Exception {
        KAFKA.get().create("small", Map.of("max.message.bytes", "20000"));
        String large = "x".repeat(40_000);
        try (DeliverySink<EventWindow.Content> sink = events(KAFKA.get().uri("small"))) {
            sink.prepare();
            assertThat(sink.store(List.of(Windows.of(
                            Windows.row(1, "short", large), Windows.row(2, large, "short"), Windows.row(3, "a", "b")))))
                    .isEqualTo(3);
        }

        List<ReadRecord> all = known("small");
        assertThat(all.stream().filter(each -> each.isOf("event"))).hasSize(3).allMatch(each -> each.value()
                .contains("\"repeats\":7"));
        assertThat(only(all, "event", Windows.group(1)).value())
                .contains("\"message\":\"short\"")
                .doesNotContain("samples");
        assertThat(only(all, "event", Windows.group(2)).value()).contains("\"flag\":\"rejected\"");
        assertThat(only(all, "event", Windows.group(3)).value()).contains("\"samples\":[");
        assertThat(all.stream().filter(each -> each.isOf("dead-letter")).map(ReadRecord::value))
                .hasSize(3)
                .allMatch(each -> each.contains(LetterRecords.TOO_LARGE));
        assertThat(only(all, "dead-letter", Windows.group(2)).value()).contains("cut from ");
        assertThat(only(all, "dead-letter", Windows.group(2) + ":00000000000000aa:7")
                        .value())
                .contains("\"stream\":\"samples\"")
                .doesNotContain("cut from");
    }

    @Test
    void topic_missing_isSaidUntilItIsThere() throws Exception {
        try (DeliverySink<EventWindow.Content> sink = events(KAFKA.get().uri("later"))) {
            assertThatThrownBy(sink::prepare)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SinkRefusedException.class)
                    .hasMessageContaining("the topic 'later'")
                    .hasMessageContaining("there is no such topic; create it");

            KAFKA.get().create("later", Map.of());
            sink.prepare();
            sink.store(List.of(Windows.all()));
        }
        assertThat(KAFKA.get().read("later")).hasSize(5);
    }

    @Test
    void topic_thatWouldLoseRows_isRefused() throws Exception {
        KAFKA.get().create("compacted", Map.of("cleanup.policy", "compact,delete"));
        KAFKA.get().create("tiny", Map.of("max.message.bytes", "1000"));
        try (DeliverySink<EventWindow.Content> compacted = events(KAFKA.get().uri("compacted"));
                DeliverySink<EventWindow.Content> tiny = events(KAFKA.get().uri("tiny"))) {
            assertThatThrownBy(compacted::prepare)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("setting 'database': the topic 'compacted' has the cleanup.policy")
                    .hasMessageEndingWith("allowed is delete");
            assertThatThrownBy(tiny::prepare)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(
                            "records of 1000 bytes at most (max.message.bytes); allowed is 16384 or more");
        }
    }

    @Test
    void topic_thatNobodyMayWriteTo_isRefused() throws Exception {
        KAFKA.get().create("forbidden", Map.of());
        KAFKA.get().forbidWriting("forbidden");
        try (DeliverySink<EventWindow.Content> sink = events(KAFKA.get().uri("forbidden"))) {
            assertThatThrownBy(() -> {
                        sink.prepare();
                        sink.store(List.of(Windows.all()));
                    })
                    .isInstanceOf(SinkRefusedException.class)
                    .hasMessageContaining("this user lacks a right")
                    .hasMessageContaining("needed are Describe and Write on the topic");
        }
    }

    /** Returns the properties for TLS and a password that docs/kafka.md shows, with these in place of the example's. */
    private static String[] documented(Path authority, String password) throws IOException {
        String text = Files.readString(Path.of("..", "docs", "kafka.md"));
        String shown = text.substring(text.indexOf("```properties\n") + 14);
        String lines = shown.substring(0, shown.indexOf("```"));
        assertThat(lines).contains("password=\"…\"", "=/etc/centralog/kafka-ca.pem");
        return lines.replace("/etc/centralog/kafka-ca.pem", authority.toString())
                .replace("…", password)
                .split("\n");
    }

    @Test
    void documentedPropertiesForTlsAndAPassword_areEnough() throws Exception {
        KAFKA.get().create("secret", Map.of());
        String[] lines = documented(KAFKA.get().authority(), LocalKafka.PASSWORD);

        try (DeliverySink<EventWindow.Content> sink = events(withProperties(secureUri("127.0.0.1"), lines))) {
            sink.prepare();
            sink.store(List.of(Windows.all()));
        }

        assertThat(KAFKA.get().read("secret")).hasSize(5);
    }

    @Test
    void password_thatIsWrong_isRefused_andIsNotSaid() throws Exception {
        String[] lines = documented(KAFKA.get().authority(), "wr0ng-passw0rd");

        try (DeliverySink<EventWindow.Content> sink = events(withProperties(secureUri("127.0.0.1"), lines))) {
            assertThatThrownBy(sink::prepare)
                    .isInstanceOf(SinkRefusedException.class)
                    .hasMessageContaining("the brokers refuse this client")
                    .hasMessageNotContaining("wr0ng-passw0rd");
        }
    }

    @Test
    void certificate_ofAnUnknownAuthorityOrForAnotherHost_isRefused() throws Exception {
        try (TestCertificates others = new TestCertificates()) {
            assertIsRefused(secureUri("127.0.0.1"), documented(others.authority(), LocalKafka.PASSWORD));
        }
        assertIsRefused(secureUri("localhost"), documented(KAFKA.get().authority(), LocalKafka.PASSWORD));
    }

    private void assertIsRefused(String uri, String... properties) throws IOException {
        try (DeliverySink<EventWindow.Content> sink = events(withProperties(uri, properties))) {
            assertThatThrownBy(sink::prepare)
                    .isInstanceOf(SinkRefusedException.class)
                    .hasMessageContaining("certificate");
        }
    }

    private static String secureUri(String host) {
        return "kafka://" + host + ":" + KAFKA.get().securePort() + "/secret";
    }

    @Test
    void broker_thatIsNotThere_isSaid() throws Exception {
        String uri = withProperties(
                "kafka://127.0.0.1:" + FreePorts.next() + "/logs", "request.timeout.ms=1000", "max.block.ms=1500");
        try (DeliverySink<EventWindow.Content> sink = events(uri)) {
            assertThatThrownBy(sink::prepare)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SinkRefusedException.class)
                    .hasMessageContaining("no broker that could store has answered in time");
        }
    }

    @Test
    void file_withWhatIsNotAllowed_isRefusedWithoutItsSecrets() throws Exception {
        for (Map.Entry<String, String> each : Map.of(
                        "acks=0", "sets 'acks', which is not to be changed",
                        "security.protocl=SSL",
                                "sets 'security.protocl'; allowed are the properties of a producer of Kafka",
                        "linger.ms=soon\nssl.key.password=hush-hush", "has a value that Kafka refuses")
                .entrySet()) {
            String uri = withProperties(KAFKA.get().uri("logs"), each.getKey());
            assertThatThrownBy(() -> events(uri))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith("setting 'database': the file '")
                    .hasMessageContaining(each.getValue())
                    .hasMessageNotContaining("hush-hush");
        }
        assertThatThrownBy(() -> events(KAFKA.get().uri("logs") + "?properties=" + directory.resolve("none")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is not there");
    }

    @Test
    void values_thatDoNotGoTogether_areRefusedWithoutTheirSecrets() throws Exception {
        KAFKA.get().create("values", Map.of());
        String jaas = "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config="
                + "org.apache.kafka.common.security.plain.PlainLoginModule required";
        for (String each : List.of(
                "delivery.timeout.ms=1",
                jaas + " username=me password=hush-hush",
                jaas + " username=\"me\" password=\"hush-hush;")) {
            try (DeliverySink<EventWindow.Content> sink =
                    events(withProperties(KAFKA.get().uri("values"), each))) {
                assertThatThrownBy(sink::prepare)
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining("Kafka refuses what the file of its parameter 'properties' says")
                        .hasMessageNotContaining("hush");
            }
        }
    }
}
