// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CentralogConfigTest {
    private static ConfigException refused(Map<String, String> texts) {
        return catchThrowableOfType(ConfigException.class, () -> CentralogConfig.parse(texts, Settings.ALL));
    }

    @Test
    void settings_notGiven_haveTheirDefaults() {
        CentralogConfig config = CentralogConfig.parse(Map.of("app", " shop "), Settings.ALL);

        assertThat(config.get(Settings.APP)).isEqualTo("shop");
        assertThat(config.get(Settings.FLUSH_INTERVAL)).isEqualTo(Duration.ofMillis(200));
        assertThat(config.has(Settings.APP)).isTrue();
        assertThat(config.has(Settings.FLUSH_INTERVAL)).isFalse();
        assertThat(config).hasToString("{app=shop}");
    }

    @Test
    void with_leavesTheOriginalAlone() {
        CentralogConfig one = CentralogConfig.defaults().with(Settings.APP, "one");

        CentralogConfig two = one.with(Settings.APP, "two");

        assertThat(one.get(Settings.APP)).isEqualTo("one");
        assertThat(two.get(Settings.APP)).isEqualTo("two");
        assertThat(CentralogConfig.defaults().has(Settings.APP)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "redi, redis", "Redis, redis", "flushIntervall, flushInterval", "maxmessagebytes, maxMessageBytes",
        "'mask ', mask", "groupeBy, groupBy", "bufferByte, bufferBytes", "enviroment, environment"
    })
    void unknownName_suggestsTheNearOne(String name, String near) {
        assertThat(refused(Map.of(name, "x")).faults())
                .singleElement()
                .isEqualTo("there is no setting '" + name + "'; did you mean '" + near + "'?");
    }

    @Test
    void setting_renamed_isSaidWithItsNewName() {
        assertThat(refused(Map.of("secureTimeout", "1s")).faults())
                .containsExactly("the setting 'secureTimeout' was renamed: use 'awaitDurableTimeout'");
    }

    @Test
    void unknownName_nearNone_listsAll() {
        assertThat(refused(Map.of("colourOfTheSky", "x")).faults())
                .singleElement()
                .asString()
                .startsWith("there is no setting 'colourOfTheSky'; the settings are enabled, redis, redisUser, ")
                .endsWith(Settings.ALL.get(Settings.ALL.size() - 1).name());
    }

    @Test
    void faults_areAllListed() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("rediss", "redis://localhost");
        texts.put("app", "fine");
        texts.put("flushInterval", "5");
        texts.put("bufferBytes", "1");
        texts.put("groupBy", "line");

        ConfigException refused = refused(texts);

        assertThat(refused.faults()).hasSize(4);
        assertThat(refused.faults().get(0)).contains("'rediss'", "did you mean 'redis'?");
        assertThat(refused.faults().get(1))
                .isEqualTo("setting 'flushInterval' is '5'; allowed is a time with its unit from 10ms to 10s;"
                        + " default is '200ms'");
        assertThat(refused.faults().get(2)).contains("'bufferBytes' is '1'", "from 256KiB to 8GiB");
        assertThat(refused.faults().get(3)).contains("'groupBy' is 'line'", "callSite, template, message, place");
        assertThat(String.valueOf(refused.getMessage()).lines()).containsExactlyElementsOf(refused.faults());
    }
}
