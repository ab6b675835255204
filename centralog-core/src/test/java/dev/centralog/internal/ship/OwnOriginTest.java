// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.centralog.CentralogConfig;
import dev.centralog.ConfigException;
import dev.centralog.Origin;
import dev.centralog.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnOriginTest {
    private final List<String> said = new ArrayList<>();

    private Origin origin(Map<String, String> texts) {
        return OwnOrigin.of(
                CentralogConfig.parse(texts, Settings.ALL),
                (severity, message, cause) -> said.add(severity + " " + message));
    }

    @Test
    void names_given_areTaken() {
        Origin origin = origin(Map.of("app", "shop", "environment", "test", "host", "box"));

        assertThat(origin).isEqualTo(new Origin("shop", "test", "box", ProcessId.own()));
        assertThat(origin(Map.of())).isEqualTo(new Origin("application", "", HostName.own(), ProcessId.own()));
        assertThat(said).isEmpty();
    }

    @Test
    void app_empty_isTheDefaultAndSaid() {
        assertThat(origin(Map.of("app", " ")).app()).isEqualTo("application");
        assertThat(said).containsExactly("WARN setting 'app' is empty; 'application' is used instead");
    }

    @Test
    void names_placeholdersLeft_areTheDefaultsAndSaid() {
        Origin origin = origin(
                Map.of("app", "appName_IS_UNDEFINED", "environment", "${sys:environment}", "host", "a-${HOSTNAME}"));

        assertThat(origin).isEqualTo(new Origin("application", "", HostName.own(), ProcessId.own()));
        assertThat(said)
                .containsExactlyInAnyOrder(
                        "WARN setting 'app' is 'appName_IS_UNDEFINED', a placeholder that was not replaced; 'application'"
                                + " is used instead",
                        "WARN setting 'environment' is '${sys:environment}', a placeholder that was not replaced; it is"
                                + " left empty",
                        "WARN setting 'host' is 'a-${HOSTNAME}', a placeholder that was not replaced; the machine's own"
                                + " name is used instead");
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
