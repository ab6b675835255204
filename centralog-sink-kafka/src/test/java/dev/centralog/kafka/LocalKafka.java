// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.FreePorts;
import dev.centralog.testkit.TemporaryDirectories;
import dev.centralog.testkit.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/**
 * A real broker of Kafka in a process of its own, which is its own controller, on free loopback ports. Topics are not made by
 * themselves. Not thread-safe.
 */
final class LocalKafka implements AutoCloseable {
    /** The user that {@link #securePort} takes. */
    static final String USER = "centralog";

    static final String PASSWORD = "kafka-secret-5821";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 5;

    private final Path directory = TemporaryDirectories.create("kafka");
    private final int port = FreePorts.next();
    private final int securePort = FreePorts.next();
    private final TestCertificates certificates = new TestCertificates();
    private final ForkedJvm process;

    private LocalKafka() {
        try {
            Path file = Files.writeString(directory.resolve("server.properties"), properties());
            process = ForkedJvm.builder(KafkaBroker.class.getName())
                    .jvmOptions("-Xmx256m")
                    .arguments(file.toString(), "SCRAM-SHA-512=[name=" + USER + ",password=" + PASSWORD + "]")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String properties() throws IOException {
        int controllerPort = FreePorts.next();
        TestCertificates.Pair own = certificates.issue("broker", "127.0.0.1");
        Path store = Files.writeString(
                directory.resolve("broker.pem"), Files.readString(own.key()) + Files.readString(own.certificate()));
        return String.join(
                "\n",
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                "controller.listener.names=CONTROLLER",
                "listeners=PLAINTEXT://127.0.0.1:" + port + ",SASL_SSL://127.0.0.1:" + securePort
                        + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name=PLAINTEXT",
                "sasl.enabled.mechanisms=SCRAM-SHA-512",
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config="
                        + "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "ssl.keystore.type=PEM",
                "ssl.keystore.location=" + store,
                "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "allow.everyone.if.no.acl.found=true",
                "log.dirs=" + directory.resolve("data"),
                "auto.create.topics.enable=false",
                "offsets.topic.replication.factor=1",
                "offsets.topic.num.partitions=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "share.coordinator.state.topic.replication.factor=1",
                "group.initial.rebalance.delay.ms=0",
                "");
    }

    /** Starts one, and waits until it answers. */
    static LocalKafka start() {
        for (int attempt = 1; ; attempt++) {
            LocalKafka started = new LocalKafka();
            if (started.isReady()) {
                return started;
            }
            String said = started.process.standardOutput() + started.process.standardError();
            started.close();
            if (attempt == ATTEMPTS) { // another process may have taken a port
                throw new IllegalStateException("Kafka does not start:\n" + said);
            }
        }
    }

    private boolean isReady() {
        try (Admin admin = admin()) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> !process.isAlive()
                            || !admin.describeCluster().nodes().get().isEmpty());
        }
        return process.isAlive();
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", server()));
    }

    /** Returns its host and port. */
    String server() {
        return "127.0.0.1:" + port;
    }

    /** Returns the address of topics for a gatherer. */
    String uri(String topic) {
        return "kafka://" + server() + "/" + topic;
    }

    /** Returns the port that wants TLS, {@link #USER} and {@link #PASSWORD}, by the mechanism SCRAM-SHA-512. */
    int securePort() {
        return securePort;
    }

    /** Returns the certificate of the authority that has issued the broker's. */
    Path authority() {
        return certificates.authority();
    }

    /** Makes a topic of several partitions. */
    void create(String topic, Map<String, String> configs) {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1).configs(configs)))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets nobody write to a topic any more. */
    void forbidWriting(String topic) {
        try (Admin admin = admin()) {
            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                            new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.DENY))))
                    .all()
                    .get();
            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                            new AccessControlEntry("User:*", "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW))))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns all records of a topic, in the order of each partition. */
    List<ReadRecord> read(String topic) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", server());
        properties.put("key.deserializer", ByteArrayDeserializer.class);
        properties.put("value.deserializer", ByteArrayDeserializer.class);
        List<ReadRecord> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
                    all.add(ReadRecord.of(each));
                }
            }
        }
        return all;
    }

    @Override
    public void close() {
        process.close();
        certificates.close();
        TemporaryDirectories.delete(directory);
    }

    /** A record that was read. */
    record ReadRecord(Map<String, String> headers, String key, String value) {
        static ReadRecord of(ConsumerRecord<byte[], byte[]> read) {
            Map<String, String> headers = new HashMap<>();
            read.headers().forEach(each -> headers.put(each.key(), new String(each.value(), StandardCharsets.UTF_8)));
            return new ReadRecord(
                    headers,
                    new String(read.key(), StandardCharsets.UTF_8),
                    new String(read.value(), StandardCharsets.UTF_8));
        }

        String id() {
            return headers.getOrDefault("id", "");
        }

        boolean isOf(String kind) {
            return kind.equals(headers.get("kind"));
        }
    }
}
