// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.logback.CentralogAppender;
import java.io.PrintWriter;
import java.util.Objects;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** A context of Logback. */
final class LogbackContext implements LoggingContext {
    private static final Marker ACTION = MarkerFactory.getMarker("ACTION");

    private final LoggerContext context;
    private final CentralogAppender appender;
    private final Logger acts;

    private LogbackContext(LoggerContext context, CentralogAppender appender) {
        this.context = context;
        this.appender = appender;
        this.acts = context.getLogger("com.example.load.Actions");
    }

    static LogbackContext start(CentralogConfig config, PrintWriter err) {
        LoggerContext context = new LoggerContext();
        context.setName("centralog-tools");
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.getStatusManager().add(status -> {
            if (status.getLevel() >= Status.WARN) {
                err.println(status);
            }
        });
        context.start();
        CentralogAppender appender = new CentralogAppender();
        appender.setContext(context);
        appender.setName("CENTRALOG");
        appender.configure(config);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.TRACE);
        root.addAppender(appender);
        return new LogbackContext(context, appender);
    }

    @Override
    public EventLogger logger(String name) {
        org.slf4j.Logger logger = context.getLogger(name);
        return (severity, template, arguments) -> {
            switch (severity) {
                case TRACE -> logger.trace(template, arguments);
                case DEBUG -> logger.debug(template, arguments);
                case INFO -> logger.info(template, arguments);
                case WARN -> logger.warn(template, arguments);
                case ERROR, FATAL -> logger.error(template, arguments);
            }
        };
    }

    @Override
    public void act(String user, String action, long value) {
        acts.atInfo()
                .addMarker(ACTION)
                .addKeyValue("user", user)
                .addKeyValue("action", action)
                .addKeyValue("value", value)
                .log("acted");
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
        context.stop();
    }
}
