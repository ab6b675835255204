// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import dev.centralog.ConfigException;
import dev.centralog.gather.SinkAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a cluster and of the topics there: {@code kafka://host:9092,host2:9092/TOPIC?actions=TOPIC&properties=FILE}.
 *
 * @param servers the brokers to ask first, as Kafka's {@code bootstrap.servers}
 * @param topic the topic of events
 * @param actionsTopic the topic of actions
 * @param properties the file with properties of Kafka's clients; null for none
 */
record KafkaAddress(
        String servers,
        String topic,
        String actionsTopic,
        @Nullable Path properties) {
    static final String SCHEME = "kafka";

    private static final String FORM = "kafka://host:port[,host:port...]/TOPIC[?actions=TOPIC][&properties=FILE]";
    private static final String ACTIONS = "actions";
    private static final String PROPERTIES = "properties";
    private static final Pattern ADDRESS = Pattern.compile("kafka://([^/?#]*)/([^/?#]*)(?:\\?([^#]*))?");
    private static final Pattern SERVER = Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):(\\d{1,5})");
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads an address.
     *
     * @throws ConfigException if it has another form
     */
    static KafkaAddress of(SinkAddress address) {
        return new Reader(address).read();
    }

    private record Reader(SinkAddress address) {
        KafkaAddress read() {
            Matcher whole = ADDRESS.matcher(address.uri());
            if (!whole.matches()) {
                throw fault("which has not the form of an address");
            }
            String servers = whole.group(1);
            if (servers.contains("@")) {
                throw fault(
                        "which names a user before the host: users and passwords stand in the file of the parameter 'properties'");
            }
            for (String each : servers.split(",", -1)) {
                Matcher server = SERVER.matcher(each);
                if (!server.matches() || Integer.parseInt(server.group(1)) > HIGHEST_PORT) {
                    throw fault("where '" + each + "' is no host:port");
                }
            }
            Map<String, String> parameters = parameters(whole.group(3));
            String topic = topic(whole.group(2));
            return new KafkaAddress(
                    servers,
                    topic,
                    topic(parameters.getOrDefault(ACTIONS, topic + "-actions")),
                    file(parameters.get(PROPERTIES)));
        }

        private Map<String, String> parameters(@Nullable String query) {
            Map<String, String> all = new LinkedHashMap<>();
            for (String each : query == null ? new String[0] : query.split("&", -1)) {
                int equals = each.indexOf('=');
                String name = equals < 0 ? each : each.substring(0, equals);
                if (!List.of(ACTIONS, PROPERTIES).contains(name)) {
                    throw fault("where '" + name + "' is no parameter");
                }
                String value = equals < 0 ? "" : decoded(each.substring(equals + 1));
                if (value.isEmpty() || all.put(name, value) != null) {
                    throw fault("where the parameter '" + name + "' has no value or comes twice");
                }
            }
            return all;
        }

        private String decoded(String text) {
            try {
                return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException ignored) {
                throw fault("where '" + text + "' has a % that is not followed by two hexadecimal digits");
            }
        }

        private String topic(String name) {
            if (!TOPIC.matcher(name).matches()) {
                throw fault("where '" + name
                        + "' is no name of a topic: 1 to 249 letters of ASCII, digits, '.', '_' and '-'");
            }
            return name;
        }

        private @Nullable Path file(@Nullable String name) {
            try {
                return name == null ? null : Path.of(name);
            } catch (InvalidPathException e) {
                throw fault("where '" + name + "' is no name of a file");
            }
        }

        private ConfigException fault(String wrong) {
            return new ConfigException(
                    List.of("setting 'database' is '" + address + "', " + wrong + "; allowed is " + FORM));
        }
    }
}
