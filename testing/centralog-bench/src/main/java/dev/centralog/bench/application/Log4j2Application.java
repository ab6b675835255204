// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.application;

import dev.centralog.CentralogStats;
import dev.centralog.log4j2.CentralogAppender;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;

/** An application that logs by Log4j2's own API. */
final class Log4j2Application implements Application {
    private record Log4j2Log(Logger logger) implements Log {
        @Override
        public void info(String template, Object argument) {
            logger.info(template, argument);
        }

        @Override
        public void error(String template, Throwable thrown) {
            logger.error(template, thrown);
        }
    }

    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final Configuration configuration = context.getConfiguration();

    @Override
    public Log logger(String name) {
        return new Log4j2Log(LogManager.getLogger(name));
    }

    @Override
    public Map<String, CentralogStats> stats() {
        Map<String, CentralogStats> stats = new LinkedHashMap<>();
        configuration.getAppenders().forEach((name, appender) -> {
            if (appender instanceof CentralogAppender ours) {
                stats.put(name, ours.stats());
            }
        });
        return stats;
    }

    @Override
    public void stop() {
        context.stop();
    }
}
