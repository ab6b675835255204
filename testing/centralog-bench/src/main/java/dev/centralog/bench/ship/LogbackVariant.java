// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.centralog.CentralogStats;
import dev.centralog.logback.CentralogAppender;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A variant in Logback. */
final class LogbackVariant implements OpenVariant {
    private final LoggerContext context = new LoggerContext();
    private final Logger logger;

    /** Kept here, since the framework forgets its appenders when it stops. */
    private final Appender<ILoggingEvent> appender;

    /** Starts a Logback with an appender of ours that has its defaults, but for these settings, given as XML. */
    static LogbackVariant centralog(String port, String settings) {
        return new LogbackVariant(String.format(
                Locale.ROOT,
                "<appender name='%s' class='%s'><redis>redis://127.0.0.1:%s</redis>%s</appender>",
                AppenderVariant.APPENDER,
                CentralogAppender.class.getName(),
                port,
                settings));
    }

    /** Starts a Logback with that appender, given as XML. */
    LogbackVariant(String appenderXml) {
        String configuration = "<configuration>" + appenderXml + "<root level='INFO'><appender-ref ref='"
                + AppenderVariant.APPENDER + "'/></root></configuration>";
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)));
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
        context.start();
        logger = context.getLogger(AppenderVariant.LOGGER);
        appender = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(AppenderVariant.APPENDER);
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
        return appender instanceof CentralogAppender ours ? ours.stats() : null;
    }

    @Override
    public void close() {
        context.stop();
    }
}
