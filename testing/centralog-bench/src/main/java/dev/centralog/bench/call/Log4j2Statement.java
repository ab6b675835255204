// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import biz.paluch.logging.gelf.log4j2.GelfLogAppender;
import dev.centralog.CentralogStats;
import dev.centralog.bench.jmh.Servers;
import dev.centralog.log4j2.CentralogAppender;
import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.AsyncAppender;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.jspecify.annotations.Nullable;

/** A statement of Log4j2. Its asynchronous variants wait for room, and so discard nothing. */
final class Log4j2Statement implements Statement {
    private final Configuration configuration = new DefaultConfiguration();
    private final LoggerContext context;
    private final Logger logger;
    private final Appender appender;

    Log4j2Statement(AppenderVariant way, Servers servers) {
        context = way == AppenderVariant.ASYNC_LOGGER ? new AsyncLoggerContext("bench") : new LoggerContext("bench");
        context.start(configuration);
        appender = started(appender(way, servers));
        LoggerConfig root = configuration.getRootLogger();
        root.getAppenders().keySet().forEach(root::removeAppender); // the console
        root.setLevel(Level.INFO);
        root.addAppender(appender, null, null);
        context.updateLoggers();
        logger = context.getLogger("com.example.shop.OrderService");
    }

    private Appender appender(AppenderVariant way, Servers servers) {
        return switch (way) {
            case NO_OP, ASYNC_LOGGER -> new NoOp(Sink::take, false);
            case WALKER -> {
                BareWalker walker = new BareWalker(org.apache.logging.log4j.spi.AbstractLogger.class);
                yield new NoOp(event -> Sink.take(walker.find()), false);
            }
            case LOCATION -> new NoOp(event -> Sink.take(event.getSource().getLineNumber()), true);
            case PATTERN -> {
                PatternLayout layout = PatternLayout.newBuilder()
                        .setPattern("%d %level [%thread] %logger - %msg%n%ex")
                        .build();
                yield new NoOp(event -> Sink.take(layout.toSerializable(event)), false);
            }
            case TEMPLATE, CALL_SITE, TEXTS -> centralog(way, servers.redisUri());
            case ASYNC -> async();
            case GELF -> gelf(servers.redisUri());
            case DISRUPTOR, LOGBACK_REDIS, ZINCRBY -> throw new IllegalArgumentException(way.name());
        };
    }

    private static final class NoOp extends AbstractAppender {
        private final Consumer<LogEvent> work;
        private final boolean location;

        NoOp(Consumer<LogEvent> work, boolean location) {
            super("NoOp", null, null, true, Property.EMPTY_ARRAY);
            this.work = work;
            this.location = location;
        }

        @Override
        public void append(LogEvent event) {
            work.accept(event);
        }

        @Override
        public boolean requiresLocation() {
            return location;
        }
    }

    private static Appender centralog(AppenderVariant way, String redisUri) {
        return Objects.requireNonNull(CentralogAppender.newBuilder()
                .setName("Centralog")
                .setConfig(ShippingChecks.config(way, redisUri))
                .build());
    }

    private Appender async() {
        configuration.addAppender(started(new NoOp(Sink::take, false)));
        return AsyncAppender.newBuilder()
                .setName("Async")
                .setConfiguration(configuration)
                .setAppenderRefs(new AppenderRef[] {AppenderRef.createAppenderRef("NoOp", null, null)})
                .build();
    }

    private Appender gelf(String redisUri) {
        String port = Integer.toString(URI.create(redisUri).getPort());
        return GelfLogAppender.createAppender(
                configuration,
                "Gelf",
                null,
                null,
                null,
                null,
                null,
                redisUri + "/0#events",
                null,
                port,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true);
    }

    private static Appender started(Appender unstarted) {
        unstarted.start();
        if (!unstarted.isStarted()) {
            throw new IllegalStateException("not started: " + unstarted.getName());
        }
        return unstarted;
    }

    @Override
    public @Nullable CentralogStats stats() {
        return appender instanceof CentralogAppender ours ? ours.stats() : null;
    }

    @Override
    public void repeat(Object argument) {
        logger.info("order {} was stored", argument);
    }

    @Override
    public void say(String text) {
        logger.info(text);
    }

    @Override
    public void fail(String text, Throwable thrown) {
        logger.error(text, thrown);
    }

    @Override
    public void close() {
        context.stop();
        appender.stop();
        if (appender instanceof CentralogAppender) {
            ShippingChecks.check(stats());
        }
    }
}
