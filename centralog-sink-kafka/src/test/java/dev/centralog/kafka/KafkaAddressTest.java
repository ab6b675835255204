// SPDX-License-Identifier: Apache-2.0
package dev.centralog.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.CentralogConfig;
import dev.centralog.ConfigException;
import dev.centralog.gather.SinkAddress;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.config.LayeredConfig;
import dev.centralog.gatherer.page.PageViews;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.stored.StoredReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaAddressTest {
    private static KafkaAddress read(String uri) {
        return KafkaAddress.of(new SinkAddress(uri, List.of(), (severity, message, cause) -> {}));
    }

    @Test
    void address_whole_hasItsParts() {
        assertThat(read("kafka://a:9092,[::1]:9093/logs?actions=what.users-do&properties=/etc/my%20kafka+1.properties"))
                .isEqualTo(new KafkaAddress(
                        "a:9092,[::1]:9093", "logs", "what.users-do", Path.of("/etc/my kafka+1.properties")));
    }

    @Test
    void address_short_hasATopicOfActions() {
        assertThat(read("kafka://a:9092/logs")).isEqualTo(new KafkaAddress("a:9092", "logs", "logs-actions", null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    kafka:a:9092/logs               | which has not the form of an address
                    kafka://a:9092                  | which has not the form of an address
                    kafka://a:9092/logs/more        | which has not the form of an address
                    kafka://a:9092/logs#x           | which has not the form of an address
                    kafka://a/logs                  | where 'a' is no host:port
                    kafka:///logs                   | where '' is no host:port
                    kafka://a:9092,/logs            | where '' is no host:port
                    kafka://a:70000/logs            | where 'a:70000' is no host:port
                    kafka://a:9092/                 | where '' is no name of a topic
                    kafka://a:9092/..               | where '..' is no name of a topic
                    kafka://a:9092/l?actions=a/b    | where 'a/b' is no name of a topic
                    kafka://a:9092/l?acks=1         | where 'acks' is no parameter
                    kafka://a:9092/l?actions        | where the parameter 'actions' has no value
                    kafka://a:9092/l?actions=a&actions=b | where the parameter 'actions' has no value or comes twice
                    kafka://a:9092/l?actions=%zz    | where '%zz' has a %
                    """)
    void address_ofAnotherForm_isRefusedWithWhatIsAllowed(String uri, String wrong) {
        assertThatThrownBy(() -> read(uri))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("setting 'database' is 'kafka:")
                .hasMessageContaining("', " + wrong)
                .hasMessageEndingWith(
                        "; allowed is kafka://host:port[,host:port...]/TOPIC[?actions=TOPIC][&properties=FILE]");
    }

    @Test
    void address_withAUser_isRefusedWithoutItsPassword() {
        assertThatThrownBy(() -> read("kafka://me:seCret77@a:9092/logs"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("users and passwords stand in the file")
                .hasMessageNotContaining("seCret77");
    }

    @Test
    void storedRows_ofKafka_cantBeAskedFor() {
        SinkTarget target = new SinkTarget("kafka://a:9092/logs", "", "", (severity, message, cause) -> {});

        assertThat(Sinks.storeOnly(target.url())).isTrue();
        assertThatThrownBy(() -> StoredReader.open(target))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        "setting 'database' is 'kafka://a:9092/logs', which stores and answers no queries");
    }

    @Test
    void page_ofKafka_saysThatThereIsNothingToShow() {
        SinkTarget target = new SinkTarget("kafka://a:9092/logs", "", "", (severity, message, cause) -> {});

        try (PageViews views = PageViews.of(target, CentralogConfig.defaults())) {
            PageViews.Answer answer = views.answer("families", Map.of());

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json()).contains("this gatherer stores in kafka://a:9092/logs, which answers no queries");
        }
    }

    @Test
    void settings_thatNothingUses_areRefused() {
        for (String each : List.of("databaseUser", "databasePassword", "webhook")) {
            LayeredConfig config = LayeredConfig.read(new LayeredConfig.Layers(
                    Map.of(
                            GathererSettings.DATABASE,
                            "kafka://a:9092/logs",
                            GathererSettings.ALL.stream()
                                    .filter(setting -> setting.name().equals(each))
                                    .findFirst()
                                    .orElseThrow(),
                            "https://seCret77.example.com"),
                    Map.of(),
                    null));

            assertThat(config.faults())
                    .singleElement()
                    .asString()
                    .startsWith("setting '" + each + "' is given, but 'database' is no SQL database")
                    .doesNotContain("seCret77");
        }
    }
}
