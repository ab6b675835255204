// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.ship;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An appender that ships to Redis, in a framework. All have their defaults, except {@code textsPerPlace}, {@code
 * maxGroups} and {@code shutdownTimeout} of ours: each text is a group, no second may overflow, and what is under way
 * at the end must arrive.
 * Logback-redis-appender does not support Log4j2.
 */
enum AppenderVariant {
    CENTRALOG_LOGBACK("Centralog, Logback", false, """
            <appender name='%1$s' class='dev.centralog.logback.CentralogAppender'>
              <redis>redis://%2$s:%3$d</redis><host>bench</host><maxGroups>10000000</maxGroups>
              <textsPerPlace>0</textsPerPlace>
              <shutdownTimeout>1m</shutdownTimeout>
            </appender>"""),
    CENTRALOG_LOG4J2("Centralog, Log4j2", true, """
            <Centralog name='%1$s' redis='redis://%2$s:%3$d' host='bench' maxGroups='10000000'
              textsPerPlace='0' shutdownTimeout='1m'/>"""),
    REDIS_APPENDER("logback-redis-appender, Logback", false, """
            <appender name='%1$s' class='com.cwbase.logback.RedisAppender'>
              <host>%2$s</host><port>%3$d</port><key>list</key>
            </appender>"""),
    GELF_LOGBACK("logstash-gelf, Logback", false, """
            <appender name='%1$s' class='biz.paluch.logging.gelf.logback.GelfLogbackAppender'>
              <host>redis://%2$s/#list</host><port>%3$d</port>
            </appender>"""),
    GELF_LOG4J2("logstash-gelf, Log4j2", true, """
            <Gelf name='%1$s' host='redis://%2$s/#list' port='%3$d'/>""");

    static final String APPENDER = "TO_REDIS";
    static final String LOGGER = "dev.centralog.bench.Orders";

    private final String title;
    private final boolean isInLog4j2;
    private final String appender;

    AppenderVariant(String title, boolean isInLog4j2, String appender) {
        this.title = title;
        this.isInLog4j2 = isInLog4j2;
        this.appender = appender;
    }

    String title() {
        return title;
    }

    boolean isOurs() {
        return this == CENTRALOG_LOGBACK || this == CENTRALOG_LOG4J2;
    }

    /** Returns the other appenders in the same framework as this one of ours. */
    List<AppenderVariant> peers() {
        return Arrays.stream(values())
                .filter(way -> !way.isOurs() && way.isInLog4j2 == isInLog4j2)
                .toList();
    }

    /** Starts the appender, which ships to a Redis on that port of this host. */
    OpenVariant open(int port) {
        String filled = String.format(Locale.ROOT, appender, APPENDER, "127.0.0.1", port);
        return isInLog4j2 ? new Log4j2Variant(filled) : new LogbackVariant(filled);
    }
}
