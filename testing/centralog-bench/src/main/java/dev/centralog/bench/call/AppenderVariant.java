// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.bench.application.Framework;
import dev.centralog.bench.jmh.Servers;
import org.jspecify.annotations.Nullable;

/** What an appender does with an event. Public for JMH's generated code. */
public enum AppenderVariant {
    /** Nothing: what the framework itself costs. */
    NO_OP("no-op"),
    /** Finds the caller's class and bytecode index, and nothing else. */
    WALKER("no-op + bare StackWalker"),
    /** Asks the framework for the caller's place. */
    LOCATION("no-op + the framework's location"),
    /** Renders the event, its throwable included, to a text. */
    PATTERN("no-op + PatternLayout"),
    TEMPLATE("**Centralog**, `groupBy=template`"),
    CALL_SITE("**Centralog**, `groupBy=callSite`"),
    /** Hands over to another thread, which does nothing. */
    ASYNC("AsyncAppender to no-op"),
    ASYNC_LOGGER("asynchronous logger to no-op", Framework.LOG4J2),
    DISRUPTOR("logstash-logback-encoder, asynchronous, to no-op", Framework.LOGBACK),
    LOGBACK_REDIS("logback-redis-appender", Framework.LOGBACK),
    GELF("logstash-gelf over Redis"),
    /** The published algorithm as it stands: an increment in Redis each time. */
    ZINCRBY("published algorithm, Lettuce", Framework.LOGBACK);

    private final String title;
    private final @Nullable Framework only;

    AppenderVariant(String title) {
        this.title = title;
        this.only = null;
    }

    AppenderVariant(String title, Framework only) {
        this.title = title;
        this.only = only;
    }

    String title() {
        return title;
    }

    /** A statement of the framework whose appender does this. */
    Statement open(Framework framework, Servers servers) {
        return switch (framework) {
            case LOGBACK -> new LogbackStatement(this, servers);
            case LOG4J2 -> new Log4j2Statement(this, servers);
        };
    }

    boolean isOf(Framework framework) {
        return only == null || only == framework;
    }
}
