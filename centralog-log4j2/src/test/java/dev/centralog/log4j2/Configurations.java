// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.json.JsonConfiguration;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.core.config.yaml.YamlConfiguration;
import org.jspecify.annotations.Nullable;

/** The configuration formats of Log4j2; each is read from a text. */
enum Configurations {
    XML {
        @Override
        Configuration of(LoggerContext context, ConfigurationSource source) {
            return new XmlConfiguration(context, source);
        }
    },
    PROPERTIES {
        @Override
        Configuration of(LoggerContext context, ConfigurationSource source) {
            return new PropertiesConfigurationFactory().getConfiguration(context, source);
        }
    },
    YAML {
        @Override
        Configuration of(LoggerContext context, ConfigurationSource source) {
            return new YamlConfiguration(context, source);
        }
    },
    JSON {
        @Override
        Configuration of(LoggerContext context, ConfigurationSource source) {
            return new JsonConfiguration(context, source);
        }
    };

    abstract Configuration of(LoggerContext context, ConfigurationSource source);

    /** Returns a configuration that was read but not started. */
    Configuration read(LoggerContext context, String text) {
        Configuration configuration = of(context, source(text));
        configuration.initialize();
        return configuration;
    }

    /** Returns a configuration that is not read yet, for a running context. */
    Configuration prepare(LoggerContext context, String text) {
        return of(context, source(text));
    }

    /** Returns a separate context, started with that configuration. */
    LoggerContext start(String text) {
        LoggerContext context = new LoggerContext("test", null, (@Nullable URI) null);
        start(context, text);
        return context;
    }

    void start(LoggerContext context, String text) {
        context.start(of(context, source(text)));
    }

    private static ConfigurationSource source(String text) {
        try {
            return new ConfigurationSource(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a minimal XML configuration with our appender, with those attributes, at the root logger. */
    static String xml(String attributes) {
        return """
                <Configuration status="off">
                  <Appenders>
                    <Centralog name="central" %s/>
                  </Appenders>
                  <Loggers>
                    <Root level="all"><AppenderRef ref="central"/></Root>
                  </Loggers>
                </Configuration>
                """.formatted(attributes);
    }
}
