// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A separate Logback context, configured by XML as an application's would be. */
final class ConfiguredLogback implements AutoCloseable {
    final LoggerContext loggers;

    ConfiguredLogback() {
        this(new LoggerContext());
        loggers.setMDCAdapter(new LogbackMDCAdapter());
    }

    ConfiguredLogback(LoggerContext loggers) {
        this.loggers = loggers;
    }

    /** Configures one Centralog appender, with these elements, at the root logger. */
    ConfiguredLogback with(String elements) {
        return configured("""
                <configuration>
                  <appender name="CENTRALOG" class="dev.centralog.logback.CentralogAppender">
                    %s
                  </appender>
                  <root level="TRACE"><appender-ref ref="CENTRALOG"/></root>
                </configuration>
                """.formatted(elements));
    }

    /** Configures the same appender behind Logback's own asynchronous appender. */
    ConfiguredLogback withAsync(String elements, String asyncElements) {
        return configured("""
                <configuration>
                  <appender name="CENTRALOG" class="dev.centralog.logback.CentralogAppender">
                    %s
                  </appender>
                  <appender name="ASYNC" class="ch.qos.logback.classic.AsyncAppender">
                    <appender-ref ref="CENTRALOG"/>
                    <neverBlock>false</neverBlock>
                    <discardingThreshold>0</discardingThreshold>
                    %s
                  </appender>
                  <root level="TRACE"><appender-ref ref="ASYNC"/></root>
                </configuration>
                """.formatted(elements, asyncElements));
    }

    /** Resets the context and configures it again, as a reconfiguration does. */
    ConfiguredLogback configured(String xml) {
        loggers.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(loggers);
        try {
            configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (JoranException e) {
            throw new IllegalArgumentException(xml, e);
        }
        return this;
    }

    Logger logger(String name) {
        return loggers.getLogger(name);
    }

    CentralogAppender appender() {
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> direct = root.getAppender("CENTRALOG");
        return (CentralogAppender) Objects.requireNonNull(direct == null ? behindAsync(root) : direct);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Appender<ILoggingEvent> behindAsync(Logger root) {
        return ((AppenderAttachable<ILoggingEvent>) Objects.requireNonNull(root.getAppender("ASYNC")))
                .getAppender("CENTRALOG");
    }

    List<String> said(int level) {
        return loggers.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() >= level)
                .map(Status::getMessage)
                .toList();
    }

    @Override
    public void close() {
        loggers.stop();
    }
}
