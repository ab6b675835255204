// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import dev.centralog.ConfigException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The properties of Kafka's clients: what storing without loss needs, and besides what the operator's file says.
 *
 * <p>Thread-safety: immutable.
 */
final class ClientProperties {
    /** The properties that the law depends on, or that the address says. */
    private static final Set<String> OURS = Set.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG);

    /** A text in quotes, or what follows an equals sign: in a JAAS configuration, such are the secrets. */
    private static final Pattern JAAS_VALUE = Pattern.compile("\"([^\"]+)\"|=\\s*([^\\s\";]+)");

    /** The length of the shortest secret that is hidden; a shorter one would be found within ordinary words. */
    private static final int SHORTEST_HIDDEN = 4;

    private static final int DELIVERY_TIMEOUT_MILLIS = 20_000;
    private static final int REQUEST_TIMEOUT_MILLIS = 8_000;
    private static final int LONGEST_BLOCK_MILLIS = 10_000;

    private final Map<String, Object> all;
    private final List<String> secrets;

    private ClientProperties(Map<String, Object> all, List<String> secrets) {
        this.all = Map.copyOf(all);
        this.secrets = List.copyOf(secrets);
    }

    /**
     * Reads the file of an address, if it names one.
     *
     * @param topic is a part of the name by which the brokers' logs and metrics have the client
     * @throws ConfigException if it can't be read, or has what is not allowed
     */
    static ClientProperties of(KafkaAddress address, String topic) {
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "centralog-" + topic);
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_BLOCK_MILLIS);
        all.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        List<String> secrets = new ArrayList<>();
        Path file = address.properties();
        if (file != null) {
            Properties given = read(file);
            check(given, file);
            given.stringPropertyNames().forEach(name -> {
                String value = given.getProperty(name);
                all.put(name, value);
                if (type(name) == ConfigDef.Type.PASSWORD) {
                    addSecrets(value, secrets);
                }
            });
        }
        all.put(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                List.of(address.servers().split(",")));
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        ClientProperties properties = new ClientProperties(all, secrets);
        properties.check(file);
        return properties;
    }

    private static Properties read(Path file) {
        Properties given = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            given.load(text);
        } catch (NoSuchFileException ignored) {
            throw fault(file, "is not there; allowed is a file that this user may read");
        } catch (IOException | IllegalArgumentException e) {
            throw fault(
                    file,
                    "can't be read (" + e.getClass().getSimpleName()
                            + "); allowed is a file of the form that Kafka's own" + " tools take, in UTF-8");
        }
        return given;
    }

    private static void check(Properties given, Path file) {
        for (String name : new TreeSet<>(given.stringPropertyNames())) {
            if (OURS.contains(name)) {
                throw fault(
                        file,
                        "sets '" + name
                                + "', which is not to be changed; allowed are the other properties of a producer");
            }
            if (!ProducerConfig.configNames().contains(name)) {
                throw fault(
                        file,
                        "sets '" + name + "'; allowed are the properties of a producer of Kafka, and this is none");
            }
        }
    }

    /** Lets Kafka check the values. */
    private void check(@Nullable Path file) {
        try {
            new ProducerConfig(all);
        } catch (org.apache.kafka.common.config.ConfigException e) {
            throw fault(
                    file == null ? Path.of("") : file,
                    "has a value that Kafka refuses: " + hideIn(String.valueOf(e.getMessage())));
        }
    }

    private static ConfigException fault(Path file, String wrong) {
        return new ConfigException(
                List.of("setting 'database': the file '" + file + "' of its parameter 'properties' " + wrong));
    }

    private static ConfigDef.@Nullable Type type(String name) {
        ConfigDef.ConfigKey key = ProducerConfig.configDef().configKeys().get(name);
        return key == null ? null : key.type;
    }

    private static void addSecrets(String value, List<String> secrets) {
        secrets.add(value);
        Matcher parts = JAAS_VALUE.matcher(value);
        while (parts.find()) {
            secrets.add(parts.group(1) == null ? parts.group(2) : parts.group(1));
        }
    }

    /** Returns the properties of a producer for records of that size at most, in bytes. */
    Map<String, Object> ofProducer(int mostBytes) {
        Map<String, Object> producer = new HashMap<>(all);
        producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, mostBytes);
        return producer;
    }

    /** Returns the properties of a client that looks at topics. */
    Map<String, Object> ofAdmin() {
        Map<String, Object> admin = new HashMap<>(all);
        admin.keySet().retainAll(AdminClientConfig.configNames());
        admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, all.get(ProducerConfig.MAX_BLOCK_MS_CONFIG));
        return admin;
    }

    /** Returns a text of Kafka's without the secrets that are in the file. */
    String hideIn(String text) {
        String hidden = text;
        for (String each : secrets) {
            hidden = each.length() < SHORTEST_HIDDEN ? hidden : hidden.replace(each, "***");
        }
        return hidden;
    }
}
