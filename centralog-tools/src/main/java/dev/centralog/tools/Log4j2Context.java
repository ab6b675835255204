// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.Settings;
import dev.centralog.log4j2.CentralogAppender;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.apache.logging.log4j.message.StringMapMessage;

/** A context of Log4j2. */
final class Log4j2Context implements LoggingContext {
    private static final Marker ACTION = MarkerManager.getMarker("ACTION");

    private final LoggerContext context;
    private final CentralogAppender appender;
    private final Logger acts;
    private final Duration shutdownTimeout;

    private Log4j2Context(LoggerContext context, CentralogAppender appender, Duration shutdownTimeout) {
        this.context = context;
        this.appender = appender;
        this.shutdownTimeout = shutdownTimeout;
        this.acts = context.getLogger("com.example.load.Actions");
    }

    static Log4j2Context start(CentralogConfig config) {
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setStatusLevel(Level.WARN).setShutdownHook("disable").add(builder.newRootLogger(Level.ALL));
        Configuration configuration = builder.build(false);
        LoggerContext context = new LoggerContext("centralog-tools");
        context.start(configuration);
        CentralogAppender.Builder described = CentralogAppender.newBuilder();
        described.setName("CENTRALOG");
        CentralogAppender appender =
                Objects.requireNonNull(described.setConfig(config).build());
        appender.start();
        configuration.addAppender(appender);
        configuration.getRootLogger().addAppender(appender, null, null);
        context.updateLoggers();
        return new Log4j2Context(context, appender, config.get(Settings.SHUTDOWN_TIMEOUT));
    }

    @Override
    public EventLogger logger(String name) {
        Logger logger = context.getLogger(name);
        return (severity, template, arguments) -> {
            switch (severity) {
                case TRACE -> logger.trace(template, arguments);
                case DEBUG -> logger.debug(template, arguments);
                case INFO -> logger.info(template, arguments);
                case WARN -> logger.warn(template, arguments);
                case ERROR -> logger.error(template, arguments);
                case FATAL -> logger.fatal(template, arguments);
            }
        };
    }

    @Override
    public void act(String user, String action, long value) {
        StringMapMessage act =
                new StringMapMessage().with("user", user).with("action", action).with("value", value);
        acts.info(ACTION, act);
    }

    @Override
    public CentralogStats stats() {
        return Objects.requireNonNull(appender.stats());
    }

    @Override
    public CentralogStats actionStats() {
        return Objects.requireNonNull(appender.actionStats());
    }

    @Override
    public void close() {
        context.stop(shutdownTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
