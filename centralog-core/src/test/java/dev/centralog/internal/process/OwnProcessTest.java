// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.centralog.CentralogConfig;
import dev.centralog.ConfigException;
import dev.centralog.ProcessInfo;
import dev.centralog.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnProcessTest {
    private static final String FOUND = "INFO this process: ";

    private final List<String> said = new ArrayList<>();
    private final MapSurroundings surroundings = new MapSurroundings();

    @BeforeEach
    void nameTheHost() {
        surroundings.variables.put("HOSTNAME", "machine");
    }

    private ProcessInfo process(Map<String, String> texts) {
        said.clear();
        return OwnProcess.find(
                CentralogConfig.parse(texts, Settings.ALL),
                (severity, message, cause) -> said.add(severity + " " + message),
                surroundings);
    }

    private ProcessInfo expected(String app, String environment, String host) {
        return new ProcessInfo(app, environment, "", host, ProcessId.own(), "");
    }

    private List<String> warnings() {
        return said.stream().filter(each -> !each.startsWith(FOUND)).toList();
    }

    @Test
    void names_given_areTaken() {
        Map<String, String> all =
                Map.of("app", "shop", "environment", "test", "release", "1.4.2", "host", "box", "instance", "shop-7f9");

        assertThat(process(all))
                .isEqualTo(new ProcessInfo("shop", "test", "1.4.2", "box", ProcessId.own(), "shop-7f9"));
        assertThat(said)
                .containsExactly(FOUND + "app 'shop' (setting 'app'), environment 'test' (setting 'environment'),"
                        + " release '1.4.2' (setting 'release'), host 'box' (setting 'host'),"
                        + " instance 'shop-7f9' (setting 'instance')");
    }

    @Test
    void names_ofWhichNothingIsKnown_areTheDefaultsWithoutAWarning() {
        assertThat(process(Map.of())).isEqualTo(expected("application", "", "machine"));
        assertThat(said)
                .containsExactly(FOUND
                        + "app 'application' (not given), environment '', release '', host 'machine', instance ''");
    }

    /** Tests each place by removing the first one that is left, until nothing is. */
    @Test
    void app_inSeveralPlaces_isThatOfTheFirst() {
        surroundings.variables.put("CENTRALOG_APP", "b");
        surroundings.variables.put("OTEL_SERVICE_NAME", "c");
        surroundings.variables.put("OTEL_RESOURCE_ATTRIBUTES", "service.version=1,service.name=d");
        surroundings.properties.put("spring.application.name", "e");
        surroundings.variables.put("SPRING_APPLICATION_NAME", "f");

        assertThat(process(Map.of("app", "a")).app()).isEqualTo("a");
        List<String> found = new ArrayList<>();
        for (String place : List.of("CENTRALOG_APP", "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES")) {
            found.add(process(Map.of()).app() + " (" + place + ")");
            assertThat(said.get(0))
                    .startsWith(FOUND + "app '" + found.get(found.size() - 1).replace(" (", "' ("));
            surroundings.variables.remove(place);
        }
        found.add(process(Map.of()).app());
        assertThat(said.get(0)).contains("'e' (spring.application.name)");
        surroundings.properties.clear();
        found.add(process(Map.of()).app());
        assertThat(said.get(0)).contains("'f' (SPRING_APPLICATION_NAME)");
        surroundings.variables.remove("SPRING_APPLICATION_NAME");
        found.add(process(Map.of()).app());

        assertThat(found)
                .containsExactly(
                        "b (CENTRALOG_APP)",
                        "c (OTEL_SERVICE_NAME)",
                        "d (OTEL_RESOURCE_ATTRIBUTES)",
                        "e",
                        "f",
                        "application");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void others_inSeveralPlaces_areThoseOfTheFirst() {
        surroundings.variables.put("CENTRALOG_ENVIRONMENT", "b");
        surroundings.variables.put("CENTRALOG_RELEASE", "b2");
        surroundings.variables.put("CENTRALOG_INSTANCE", "b3");
        surroundings.variables.put(
                "OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment=d,deployment.environment.name=c,service.version=c2,service.instance.id=c3");

        assertThat(process(Map.of("environment", "a", "release", "a2", "instance", "a3")))
                .isEqualTo(new ProcessInfo("application", "a", "a2", "machine", ProcessId.own(), "a3"));
        assertThat(process(Map.of()))
                .isEqualTo(new ProcessInfo("application", "b", "b2", "machine", ProcessId.own(), "b3"));
        surroundings.variables.keySet().removeIf(name -> name.startsWith("CENTRALOG_"));
        assertThat(process(Map.of()))
                .isEqualTo(new ProcessInfo("application", "c", "c2", "machine", ProcessId.own(), "c3"));
        surroundings.variables.put("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=d");
        assertThat(process(Map.of())).isEqualTo(expected("application", "d", "machine"));
        assertThat(warnings()).isEmpty();
    }

    @Test
    void app_empty_isThatOfTheNextPlaceAndSaid() {
        assertThat(process(Map.of("app", " ")).app()).isEqualTo("application");
        assertThat(warnings()).containsExactly("WARN setting 'app' is empty; 'application' is used instead");

        surroundings.variables.put("CENTRALOG_APP", " ");
        surroundings.variables.put("OTEL_SERVICE_NAME", "");
        surroundings.variables.put("SPRING_APPLICATION_NAME", " shop ");

        assertThat(process(Map.of("app", "")).app()).isEqualTo("shop");
        assertThat(warnings())
                .containsExactly("WARN setting 'app' is empty; 'shop' (SPRING_APPLICATION_NAME) is used instead");
    }

    @Test
    void names_emptyInSettings_areThoseOfTheNextPlace() {
        surroundings.variables.put("CENTRALOG_RELEASE", "7");

        ProcessInfo process = process(Map.of("release", "", "environment", "", "host", "", "instance", ""));

        assertThat(process).isEqualTo(new ProcessInfo("application", "", "7", "machine", ProcessId.own(), ""));
        assertThat(warnings()).isEmpty();
    }

    @Test
    void names_placeholdersLeft_areTheDefaultsAndSaid() {
        ProcessInfo process = process(Map.of(
                "app",
                "appName_IS_UNDEFINED",
                "environment",
                "${sys:environment}",
                "release",
                "${project.version}",
                "host",
                "a-${HOSTNAME}"));

        assertThat(process).isEqualTo(expected("application", "", "machine"));
        assertThat(warnings())
                .containsExactlyInAnyOrder(
                        "WARN setting 'app' is 'appName_IS_UNDEFINED', a placeholder that was not replaced; 'application'"
                                + " is used instead",
                        "WARN setting 'environment' is '${sys:environment}', a placeholder that was not replaced; it is"
                                + " left empty",
                        "WARN setting 'release' is '${project.version}', a placeholder that was not replaced; it is left"
                                + " empty",
                        "WARN setting 'host' is 'a-${HOSTNAME}', a placeholder that was not replaced; the machine's own"
                                + " name is used instead");
    }

    @Test
    void names_placeholdersLeftInTheEnvironment_areThoseOfTheNextPlaceAndSaid() {
        surroundings.variables.put("CENTRALOG_APP", "${APP}");
        surroundings.variables.put("OTEL_SERVICE_NAME", "shop");
        surroundings.variables.put("CENTRALOG_RELEASE", "${CI_TAG}");

        assertThat(process(Map.of())).isEqualTo(expected("shop", "", "machine"));
        assertThat(warnings())
                .containsExactly(
                        "WARN CENTRALOG_APP is '${APP}', a placeholder that was not replaced; 'shop' (OTEL_SERVICE_NAME)"
                                + " is used instead",
                        "WARN CENTRALOG_RELEASE is '${CI_TAG}', a placeholder that was not replaced; it is left empty");
    }

    @Test
    void attributes_malformed_areIgnoredWithOneWarningWithoutTheirContent() {
        surroundings.variables.put(
                "OTEL_RESOURCE_ATTRIBUTES", "service.name=shop%2Cnorth,secret,service.version=%zz,=x,,a=%C3");

        assertThat(process(Map.of())).isEqualTo(expected("shop,north", "", "machine"));
        assertThat(warnings())
                .containsExactly(
                        "WARN OTEL_RESOURCE_ATTRIBUTES: 4 of its attributes are malformed and ignored, the first"
                                + " one is number 2; allowed is key=value, separated by commas, with values percent-encoded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "k=v|v",
                " k = v , x=y|v",
                "k=a=b|a=b",
                "k=a%20b%2Cc|a b,c",
                "k=%F0%9F%98%80|😀",
                "k=é+1|é+1",
                "k=1,k=2|2",
                "k=|''",
                "k=%|none",
                "k=%2|none",
                "k=%2x|none",
                "k=%ff|none",
                "k|none",
                "K=v|none"
            })
    void attribute_isDecodedOrNone(String text, String value) {
        ResourceAttributes read = ResourceAttributes.read(text);

        assertThat(Objects.requireNonNullElse(read.values().get("k"), "none")).isEqualTo(value);
        assertThat(read.malformed()).isEqualTo(value.equals("none") && !text.startsWith("K") ? 1 : 0);
    }

    @Test
    void names_thatAreHostile_areHarmlessEverywhere() {
        String escape = "1\u001b[31m\n\u202e\ud800";
        surroundings.variables.put("CENTRALOG_RELEASE", escape);
        surroundings.variables.put("CENTRALOG_ENVIRONMENT", "${\u001b}");
        surroundings.variables.put("CENTRALOG_INSTANCE", "é".repeat(5 << 10));

        ProcessInfo process = process(Map.of());

        assertThat(process.release()).isEqualTo("1\ufffd[31m\ufffd\ufffd\ufffd");
        assertThat(process.instance().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(250, 256);
        assertThat(process.instance()).startsWith("ééé").endsWith("é…");
        assertThat(said).hasSize(2).allMatch(each -> each.chars()
                .noneMatch(c -> c < ' ' || Character.isSurrogate((char) c)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis=redis://where_IS_UNDEFINED:6379",
                "keyPrefix=prefix_IS_UNDEFINED",
                "spillDirectory=${spill}"
            })
    void settingThatDecidesWhereEventsGo_placeholderLeft_isRefused(String text) {
        String[] parts = text.split("=", 2);
        CentralogConfig config = CentralogConfig.parse(Map.of(parts[0], parts[1]), Settings.ALL);

        assertThat(catchThrowableOfType(ConfigException.class, () -> Settings.check(config)))
                .hasMessageContaining("'" + parts[0] + "'")
                .hasMessageContaining("a placeholder that was not replaced");
    }
}
