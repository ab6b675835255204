// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import biz.paluch.logging.gelf.logback.GelfLogbackAppender;
import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import com.cwbase.logback.RedisAppender;
import dev.centralog.CentralogStats;
import dev.centralog.bench.jmh.Servers;
import dev.centralog.logback.CentralogAppender;
import java.net.URI;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import net.logstash.logback.appender.LoggingEventAsyncDisruptorAppender;
import net.logstash.logback.appender.listener.AppenderListener;
import org.jspecify.annotations.Nullable;

/** A statement of Logback. */
final class LogbackStatement implements Statement {
    private final LoggerContext context = new LoggerContext();
    private final LongAdder discarded = new LongAdder();
    private final Logger logger;
    private final Appender<ILoggingEvent> appender;

    LogbackStatement(AppenderVariant way, Servers servers) {
        context.setMDCAdapter(new LogbackMDCAdapter()); // SLF4J's provider does the same
        appender = started(appender(way, servers));
        logger = context.getLogger("com.example.shop.OrderService");
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    private Appender<ILoggingEvent> appender(AppenderVariant way, Servers servers) {
        return switch (way) {
            case NO_OP -> new NoOp(Sink::take);
            case WALKER -> {
                BareWalker walker = new BareWalker(Logger.class);
                yield new NoOp(event -> Sink.take(walker.find()));
            }
            case LOCATION -> new NoOp(event -> Sink.take(event.getCallerData()[0].getLineNumber()));
            case PATTERN -> {
                PatternLayout layout = new PatternLayout();
                layout.setContext(context);
                layout.setPattern("%d %level [%thread] %logger - %msg%n%ex");
                layout.start();
                yield new NoOp(event -> Sink.take(layout.doLayout(event)));
            }
            case TEMPLATE, CALL_SITE, TEXTS -> centralog(way, servers.redisUri());
            case ASYNC -> async();
            case DISRUPTOR -> disruptor();
            case LOGBACK_REDIS -> logbackRedis(servers.redisUri());
            case GELF -> gelf(servers.redisUri());
            case ZINCRBY -> new PublishedAlgorithm(servers.redisUri());
            case ASYNC_LOGGER -> throw new IllegalArgumentException(way.name());
        };
    }

    /**
     * An appender that does nothing and takes no lock. Logback's own takes one, because its base class does; that class
     * says that it is not for general use.
     */
    private static final class NoOp extends UnsynchronizedAppenderBase<ILoggingEvent> {
        private final Consumer<ILoggingEvent> work;

        NoOp(Consumer<ILoggingEvent> work) {
            this.work = work;
        }

        @Override
        protected void append(ILoggingEvent event) {
            work.accept(event);
        }
    }

    private static Appender<ILoggingEvent> centralog(AppenderVariant way, String redisUri) {
        CentralogAppender appender = new CentralogAppender();
        appender.configure(ShippingChecks.config(way, redisUri));
        return appender;
    }

    /** Returns Logback's asynchronous appender. By default it discards what is no warning when its queue is nearly full. */
    private Appender<ILoggingEvent> async() {
        AsyncAppender async = new AsyncAppender() {
            @Override
            protected boolean isDiscardable(ILoggingEvent event) {
                boolean discards = super.isDiscardable(event);
                if (discards) {
                    discarded.increment();
                }
                return discards;
            }
        };
        async.setContext(context);
        async.addAppender(started(new NoOp(Sink::take)));
        return async;
    }

    private Appender<ILoggingEvent> disruptor() {
        LoggingEventAsyncDisruptorAppender disruptor = new LoggingEventAsyncDisruptorAppender();
        disruptor.setContext(context);
        disruptor.setAddDefaultStatusListener(false); // otherwise it would print each drop
        disruptor.addAppender(started(new NoOp(Sink::take)));
        disruptor.addListener(new AppenderListener<>() {
            @Override
            public void eventAppendFailed(Appender<ILoggingEvent> failed, ILoggingEvent event, Throwable reason) {
                discarded.increment();
            }
        });
        return disruptor;
    }

    private static Appender<ILoggingEvent> logbackRedis(String redisUri) {
        RedisAppender peer = new RedisAppender();
        URI uri = URI.create(redisUri);
        peer.setHost(uri.getHost());
        peer.setPort(uri.getPort());
        peer.setKey("events");
        return peer;
    }

    private static Appender<ILoggingEvent> gelf(String redisUri) {
        GelfLogbackAppender peer = new GelfLogbackAppender();
        peer.setHost(redisUri + "/0#events");
        peer.setPort(URI.create(redisUri).getPort());
        return peer;
    }

    private <A extends Appender<ILoggingEvent>> A started(A unstarted) {
        unstarted.setContext(context);
        unstarted.setName(unstarted.getClass().getSimpleName());
        unstarted.start();
        if (!unstarted.isStarted()) {
            throw new IllegalStateException(
                    "not started: " + context.getStatusManager().getCopyOfStatusList());
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
    public long dropped() {
        return Statement.super.dropped() + discarded.sum();
    }

    @Override
    public void close() {
        context.stop();
        if (appender instanceof CentralogAppender) {
            ShippingChecks.check(stats());
        }
    }
}
