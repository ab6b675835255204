// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.application;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import dev.centralog.CentralogStats;
import dev.centralog.logback.CentralogAppender;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An application that logs by SLF4J. */
final class LogbackApplication implements Application {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Map<String, CentralogAppender> stopped = new LinkedHashMap<>();

    private record Slf4jLog(Logger logger) implements Log {
        @Override
        public void info(String template, Object argument) {
            logger.info(template, argument);
        }

        @Override
        public void error(String template, Throwable thrown) {
            logger.error(template, thrown);
        }
    }

    @Override
    public Log logger(String name) {
        return new Slf4jLog(LoggerFactory.getLogger(name));
    }

    @Override
    public Map<String, CentralogStats> stats() {
        Map<String, CentralogStats> stats = new LinkedHashMap<>();
        appenders().forEach((name, appender) -> stats.put(name, Objects.requireNonNull(appender.stats())));
        return stats;
    }

    private Map<String, CentralogAppender> appenders() {
        Map<String, CentralogAppender> all = new LinkedHashMap<>(stopped);
        for (ch.qos.logback.classic.Logger logger : context.getLoggerList()) {
            for (Iterator<Appender<ILoggingEvent>> each = logger.iteratorForAppenders(); each.hasNext(); ) {
                if (each.next() instanceof CentralogAppender ours) {
                    all.put(ours.getName(), ours);
                }
            }
        }
        return all;
    }

    /** Stops Logback. It releases its appenders then, but they keep their counts. */
    @Override
    public void stop() {
        stopped.putAll(appenders());
        context.stop();
    }
}
