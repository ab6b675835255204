// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.centralog.CentralogStats;
import dev.centralog.logback.CentralogAppender;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A variant in Logback. */
final class LogbackVariant implements OpenVariant {
    private final LoggerContext context = new LoggerContext();
    private final Logger logger;

    /** Starts a Logback with that appender, given as XML. */
    LogbackVariant(String appender) {
        String configuration = "<configuration>" + appender + "<root level='INFO'><appender-ref ref='"
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
    }

    @Override
    public void log(String message) {
        logger.info(message);
    }

    @Override
    public @Nullable CentralogStats stats() {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(AppenderVariant.APPENDER)
                        instanceof CentralogAppender ours
                ? ours.stats()
                : null;
    }

    @Override
    public void close() {
        context.stop();
    }
}
