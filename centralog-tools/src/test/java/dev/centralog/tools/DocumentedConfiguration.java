// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.Configurator;

/** Loggers by a configuration that is a text. The caller stops them. */
final class DocumentedConfiguration {
    private DocumentedConfiguration() {}

    static org.apache.logging.log4j.core.LoggerContext log4j2(String text) throws IOException {
        return Configurator.initialize(null, new ConfigurationSource(stream(text)));
    }

    static LoggerContext logback(String text) throws JoranException {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(stream(text));
        return context;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
