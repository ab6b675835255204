// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.GroupBy;
import dev.centralog.Setting;
import dev.centralog.Settings;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.filter.ThresholdFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigurationFormsTest {
    private static final String AS_XML = """
            <Configuration>
              <Properties><Property name="redisHost">127.0.0.1</Property></Properties>
              <Appenders>
                <Centralog name="central" redis="redis://${redisHost}:7000" app="shop" groupBy="template"
                    bufferBytes="8 MB" flushInterval="50ms" maxArguments="7" mask="secret=\\S+" shutdownhook="false">
                  <ThresholdFilter level="warn"/>
                </Centralog>
              </Appenders>
              <Loggers><Root level="info"><AppenderRef ref="central"/></Root></Loggers>
            </Configuration>
            """;
    private static final String AS_PROPERTIES = """
            property.redisHost = 127.0.0.1
            appender.a.type = Centralog
            appender.a.name = central
            appender.a.redis = redis://${redisHost}:7000
            appender.a.app = shop
            appender.a.groupBy = template
            appender.a.bufferBytes = 8 MB
            appender.a.flushInterval = 50ms
            appender.a.maxArguments = 7
            appender.a.mask = secret=\\\\S+
            appender.a.shutdownHook = false
            appender.a.filter.threshold.type = ThresholdFilter
            appender.a.filter.threshold.level = warn
            rootLogger = info, central
            """;
    private static final String AS_YAML = """
            Configuration:
              Properties:
                Property:
                  name: redisHost
                  value: 127.0.0.1
              Appenders:
                Centralog:
                  name: central
                  redis: redis://${redisHost}:7000
                  app: shop
                  groupBy: template
                  bufferBytes: 8 MB
                  flushInterval: 50ms
                  maxArguments: 7
                  mask: secret=\\S+
                  shutdownHook: false
                  ThresholdFilter:
                    level: warn
              Loggers:
                Root:
                  level: info
                  AppenderRef:
                    ref: central
            """;
    private static final String AS_JSON = """
            {"configuration": {
              "properties": {"property": {"name": "redisHost", "value": "127.0.0.1"}},
              "appenders": {"Centralog": {
                "name": "central", "redis": "redis://${redisHost}:7000", "app": "shop", "groupBy": "template",
                "bufferBytes": "8 MB", "flushInterval": "50ms", "maxArguments": 7, "mask": "secret=\\\\S+",
                "shutdownHook": false, "ThresholdFilter": {"level": "warn"}}},
              "loggers": {"root": {"level": "info", "AppenderRef": {"ref": "central"}}}}}
            """;

    @ParameterizedTest
    @EnumSource(Configurations.class)
    void everyForm_givesTheSameAppender(Configurations form) {
        String text =
                switch (form) {
                    case XML -> AS_XML;
                    case PROPERTIES -> AS_PROPERTIES;
                    case YAML -> AS_YAML;
                    case JSON -> AS_JSON;
                };

        try (StatusRecorder status = new StatusRecorder(Level.WARN)) {
            CentralogAppender appender =
                    form.read(new LoggerContext("forms"), text).getAppender("central");

            assertThat(appender).as(status.all()).isNotNull();
            CentralogConfig config = appender.config();
            assertThat(config.get(Settings.REDIS)).isEqualTo("redis://127.0.0.1:7000");
            assertThat(config.get(Settings.APP)).isEqualTo("shop");
            assertThat(config.get(Settings.GROUP_BY)).isEqualTo(GroupBy.TEMPLATE);
            assertThat(config.get(Settings.BUFFER_BYTES)).isEqualTo(8L << 20);
            assertThat(config.get(Settings.FLUSH_INTERVAL)).isEqualTo(Duration.ofMillis(50));
            assertThat(config.get(Settings.MAX_ARGUMENTS)).isEqualTo(7);
            assertThat(config.get(Settings.MASK)).isEqualTo("secret=\\S+");
            assertThat(config.get(Settings.SHUTDOWN_HOOK)).isFalse();
            assertThat(config.has(Settings.HOST)).isFalse();
            assertThat(appender.getFilter()).isInstanceOf(ThresholdFilter.class);
            assertThat(status.all()).isEqualTo("[]");
        }
    }

    @Test
    void everySetting_isAnAttribute() {
        String attributes = Settings.ALL.stream()
                .map(setting -> setting.name() + "=\"" + setting.defaultText() + "\"")
                .collect(Collectors.joining(" "));

        CentralogAppender appender = Configurations.XML
                .read(new LoggerContext("all"), Configurations.xml(attributes))
                .getAppender("central");

        assertThat(Settings.ALL)
                .allMatch((Setting<?> setting) -> appender.config().has(setting));
    }

    @Test
    void builder_takesAConfigByHand() {
        CentralogConfig config = CentralogConfig.defaults().with(Settings.APP, "by hand");

        CentralogAppender appender = requireNonNull(CentralogAppender.newBuilder()
                .setName("central")
                .setConfig(config)
                .build());

        assertThat(appender.getName()).isEqualTo("central");
        assertThat(appender.config()).isSameAs(config);
        assertThat(appender.ignoreExceptions()).isTrue();
    }

    @Test
    void location_isAskedForWhereEveryEventNeedsIt() {
        assertThat(appender(GroupBy.CALL_SITE).requiresLocation()).isTrue();
        assertThat(appender(GroupBy.MESSAGE).requiresLocation()).isTrue();
        assertThat(appender(GroupBy.PLACE).requiresLocation()).isTrue();
        assertThat(appender(GroupBy.TEMPLATE).requiresLocation()).isFalse();
    }

    private static CentralogAppender appender(GroupBy groupBy) {
        return requireNonNull(CentralogAppender.newBuilder()
                .setName("central")
                .setConfig(CentralogConfig.defaults().with(Settings.GROUP_BY, groupBy))
                .build());
    }
}
