// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.joran.util.AggregationAssessor;
import ch.qos.logback.core.joran.util.PropertySetter;
import ch.qos.logback.core.joran.util.beans.BeanDescriptionCache;
import ch.qos.logback.core.util.AggregationType;
import dev.centralog.Setting;
import dev.centralog.Settings;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AppenderSettingsTest {
    private final BeanDescriptionCache beans = new BeanDescriptionCache(new LoggerContext());

    @Test
    void setters_areTheSettings() {
        assertThat(Arrays.stream(AppenderSettings.class.getDeclaredMethods())
                        .map(Method::getName)
                        .filter(name -> name.startsWith("set"))
                        .collect(Collectors.toSet()))
                .isEqualTo(Settings.ALL.stream()
                        .map(setting ->
                                "set" + Character.toUpperCase(setting.name().charAt(0))
                                        + setting.name().substring(1))
                        .collect(Collectors.toSet()));
    }

    @Test
    void setters_calledByLogback_keepTheTextUnderTheirSettingsName() {
        CentralogAppender appender = new CentralogAppender();
        PropertySetter setter = new PropertySetter(beans, appender);
        Map<String, String> expected = new TreeMap<>();

        for (Setting<?> setting : Settings.ALL) {
            setter.setProperty(setting.name(), "text of " + setting.name());
            expected.put(setting.name(), "text of " + setting.name());
        }

        assertThat(appender.texts()).isEqualTo(expected);
    }

    @Test
    void elements_allAreTextsForLogback() {
        AggregationAssessor assessor = new AggregationAssessor(beans, CentralogAppender.class);

        assertThat(Settings.ALL).allSatisfy(setting -> assertThat(assessor.computeAggregationType(setting.name()))
                .isEqualTo(AggregationType.AS_BASIC_PROPERTY));
    }
}
