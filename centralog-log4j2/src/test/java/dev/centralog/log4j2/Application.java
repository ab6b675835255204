// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static java.util.Objects.requireNonNull;

import dev.centralog.CentralogStats;
import dev.centralog.SourceLocation;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.testsupport.Gathering;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;

/** A separate Log4j2 context with our appender, named {@code central}, and the events that a gatherer finds afterwards. */
final class Application implements AutoCloseable {
    private final LoggerContext context;
    private final CentralogAppender appender;

    Application(Configurations form, String text) {
        this(form.start(text));
    }

    /** Creates the application for a context that is already started. */
    Application(LoggerContext context) {
        this.context = context;
        appender = requireNonNull(context.getConfiguration().<CentralogAppender>getAppender("central"), "central");
    }

    /** Starts an application whose root logger has the appender, with that Redis and further attributes. */
    static Application at(String redis, String attributes) {
        return new Application(Configurations.XML, Configurations.xml("redis=\"" + redis + "\" " + attributes));
    }

    Logger logger(String name) {
        return context.getLogger(name);
    }

    LoggerContext context() {
        return context;
    }

    CentralogStats stats() {
        return appender.stats();
    }

    CentralogStats actionStats() {
        return appender.actionStats();
    }

    /** Stops Log4j2, and returns whether the appender had nothing left. */
    boolean stop() {
        context.stop(30, TimeUnit.SECONDS);
        return hasNothingLeft(stats()) && hasNothingLeft(actionStats());
    }

    private static boolean hasNothingLeft(CentralogStats stats) {
        return stats.waiting() == 0 && !stats.dropped().containsKey(dev.centralog.DropReason.SHUTDOWN);
    }

    @Override
    public void close() {
        context.stop(1, TimeUnit.SECONDS);
    }

    /** Returns everything that Redis holds, and takes it out as a gatherer would. */
    static List<GatheredEvent> gather(String redis) {
        return Gathering.from(redis).events();
    }

    static long repeats(List<GatheredEvent> gathered) {
        return gathered.stream().mapToLong(GatheredEvent::repeats).sum();
    }

    static SourceLocation location(GatheredEvent gathered) {
        return requireNonNull(gathered.event().location(), "location");
    }

    static List<String> messages(List<GatheredEvent> gathered) {
        return gathered.stream()
                .map(each -> String.valueOf(each.event().message()))
                .toList();
    }
}
