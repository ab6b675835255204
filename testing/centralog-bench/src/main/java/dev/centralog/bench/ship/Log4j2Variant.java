// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import dev.centralog.CentralogStats;
import dev.centralog.log4j2.CentralogAppender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.jspecify.annotations.Nullable;

/** A variant in Log4j2. */
final class Log4j2Variant implements OpenVariant {
    private static final long STOP_MINUTES = 5;

    private final LoggerContext context = new LoggerContext("bench");
    private final Logger logger;

    /** Starts a Log4j2 with that appender, given as XML. */
    Log4j2Variant(String appender) {
        String configuration = "<Configuration status='WARN' shutdownHook='disable'><Appenders>" + appender
                + "</Appenders><Loggers><Root level='INFO'><AppenderRef ref='" + AppenderVariant.APPENDER
                + "'/></Root></Loggers></Configuration>";
        byte[] bytes = configuration.getBytes(StandardCharsets.UTF_8);
        try {
            context.start(new XmlConfiguration(context, new ConfigurationSource(new ByteArrayInputStream(bytes))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        logger = context.getLogger(AppenderVariant.LOGGER);
    }

    @Override
    public void log(String message) {
        logger.info(message);
    }

    @Override
    public void warn(String template, Object argument) {
        logger.warn(template, argument);
    }

    @Override
    public void warn(String message) {
        logger.warn(message);
    }

    @Override
    public @Nullable CentralogStats stats() {
        Appender appender = context.getConfiguration().getAppender(AppenderVariant.APPENDER);
        return appender instanceof CentralogAppender ours ? ours.stats() : null;
    }

    @Override
    public void close() {
        context.stop(STOP_MINUTES, TimeUnit.MINUTES);
    }
}
