// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.bench.application.Framework;
import dev.centralog.bench.jmh.Servers;
import org.jspecify.annotations.Nullable;

/** The ways in which an appender handles an event. Public for JMH's generated code. */
public enum AppenderVariant {
    /** An appender that does nothing, to measure the cost of the framework itself. */
    NO_OP("no-op"),
    /** An appender that only finds the caller's class and bytecode index. */
    WALKER("no-op + bare StackWalker"),
    /** An appender that asks the framework for the caller's location. */
    LOCATION("no-op + the framework's location"),
    /** An appender that renders the event, its throwable included, to a text. */
    PATTERN("no-op + PatternLayout"),
    TEMPLATE("**Centralog**, `groupBy=template`"),
    /** Centralog by its default grouping, but each text has a group of its own. */
    CALL_SITE("**Centralog**, `groupBy=callSite`"),
    /** Centralog by its default grouping, in which the texts of a place are counted together. */
    TEXTS("**Centralog**, `groupBy=callSite`, `textsPerPlace=16`"),
    /** An appender that passes the event to another thread, which does nothing. */
    ASYNC("AsyncAppender to no-op"),
    ASYNC_LOGGER("asynchronous logger to no-op", Framework.LOG4J2),
    DISRUPTOR("logstash-logback-encoder, asynchronous, to no-op", Framework.LOGBACK),
    LOGBACK_REDIS("logback-redis-appender", Framework.LOGBACK),
    GELF("logstash-gelf over Redis"),
    /** The published algorithm as it is: it increments a count in Redis for each event. */
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

    /** Opens a statement of the framework whose appender handles events in this way. */
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
