// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import dev.centralog.ConfigException;
import dev.centralog.StatusListener;
import dev.centralog.gather.SinkRefusedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * A topic of a cluster.
 *
 * @param servers the brokers to ask first
 * @param name its name
 * @param properties the properties of Kafka's clients
 * @param status receives warnings
 */
record KafkaTopic(String servers, String name, ClientProperties properties, StatusListener status) {
    /** The least that a record may be: a row without its event takes less, but for what it says of very many processes. */
    private static final int LEAST_BYTES = 16 << 10;

    /** Kafka's own default, for where the topic's limit may not be asked for. */
    private static final int USUAL_BYTES = 1 << 20;

    private static final int SAFE_COPIES = 2;

    /**
     * Looks whether the topic can be stored in, and returns a producer for it. Blocks.
     *
     * @throws IOException if it can't at the moment
     * @throws SinkRefusedException if a right is missing
     * @throws ConfigException if it is a topic that would lose rows
     */
    Producer<byte[], byte[]> open() throws IOException {
        try {
            return new KafkaProducer<>(properties.ofProducer(check()));
        } catch (KafkaException e) {
            checkValues(e);
            throw failure(e);
        }
    }

    /** Throws that values are wrong which Kafka's clients only look at when they are made; names of hosts may be known later. */
    private void checkValues(KafkaException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = properties.hideIn(String.valueOf(cause.getMessage()));
        boolean isOfValues = cause instanceof org.apache.kafka.common.config.ConfigException
                || cause instanceof IllegalArgumentException;
        if (isOfValues && !text.contains(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new ConfigException(List.of(
                    "setting 'database': Kafka refuses what the file of its parameter 'properties' says: " + text));
        }
    }

    /** Checks the topic; returns the size of its largest records, in bytes. */
    private int check() throws IOException {
        try (Admin admin = Admin.create(properties.ofAdmin())) {
            await(admin.describeTopics(List.of(name)).allTopicNames());
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
            Map<ConfigResource, Config> configs;
            try {
                configs = await(admin.describeConfigs(List.of(topic)).all());
            } catch (SinkRefusedException ignored) { // the right DescribeConfigs is not needed otherwise
                return USUAL_BYTES;
            }
            return check(configs.getOrDefault(topic, new Config(List.of())));
        }
    }

    private int check(Config config) {
        String policy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_DELETE)) {
            throw new ConfigException(List.of("setting 'database': the topic '" + name + "' has the cleanup.policy '"
                    + policy + "', which keeps the last row of each group alone; allowed is delete"));
        }
        int mostBytes =
                Integer.parseInt(value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(USUAL_BYTES)));
        if (mostBytes < LEAST_BYTES) {
            throw new ConfigException(List.of("setting 'database': the topic '" + name + "' takes records of "
                    + mostBytes + " bytes at most (max.message.bytes); allowed is " + LEAST_BYTES + " or more"));
        }
        String copies = value(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "1");
        if (Integer.parseInt(copies) < SAFE_COPIES) {
            status.say(
                    StatusListener.Severity.WARN,
                    "the topic '" + name + "' confirms what " + copies
                            + " broker has (min.insync.replicas): if that one is lost, so is what Redis has deleted; set it to 2, with"
                            + " 3 replicas",
                    null);
        }
        return mostBytes;
    }

    private static String value(Config config, String name, String otherwise) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? otherwise : entry.value();
    }

    private <T> T await(KafkaFuture<T> answer) throws IOException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for Kafka");
        }
    }

    /** Returns a failure of Kafka's as an exception of a sink. */
    IOException failure(@Nullable Throwable why) {
        String text = "the topic '" + name + "' at " + servers + ": ";
        String reason = properties.hideIn(why == null ? "no reason is known" : reason(why));
        if (why instanceof AuthenticationException) {
            return new SinkRefusedException(
                    text + "the brokers refuse this client: " + reason
                            + "; see to the user, the password and the certificates in the file of the parameter 'properties'",
                    why);
        }
        if (why instanceof AuthorizationException) {
            return new SinkRefusedException(
                    text + "this user lacks a right: " + reason + "; needed are Describe and Write on the topic", why);
        }
        if (why instanceof UnknownTopicOrPartitionException || why instanceof InvalidTopicException) {
            return new IOException(
                    text + "there is no such topic; create it, or name another one in the setting 'database'", why);
        }
        if (why instanceof InterruptException) {
            return new InterruptedIOException("interrupted while waiting for Kafka");
        }
        if (why instanceof TimeoutException) {
            return new IOException(
                    text + "no broker that could store has answered in time: " + reason
                            + "; are the brokers up, reached from here, and by the security.protocol that they expect?",
                    why);
        }
        return new IOException(text + reason, why);
    }

    private static String reason(Throwable why) {
        StringBuilder text = new StringBuilder();
        for (Throwable each = why; each != null; each = each.getCause()) {
            text.append(text.length() == 0 ? "" : ": ")
                    .append(each.getMessage() == null ? each.getClass().getSimpleName() : each.getMessage());
        }
        return text.toString();
    }
}
