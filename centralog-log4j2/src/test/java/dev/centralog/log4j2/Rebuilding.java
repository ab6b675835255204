// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.gather.EventWire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/**
 * An appender in a separate context. For each event it keeps what a pattern prints of the original and of the event
 * that was encoded, decoded and rebuilt.
 */
final class Rebuilding extends AbstractAppender implements AutoCloseable {
    /** The texts that a pattern printed of the original and of the rebuilt event. */
    record Printed(String original, String rebuilt) {}

    private final PatternLayout pattern;
    private final LoggerContext context = new LoggerContext("rebuilding");
    private final List<Printed> printed = new ArrayList<>();
    private final List<LogEvent> rebuilt = new ArrayList<>();

    Rebuilding(String pattern) {
        super("rebuilding", null, null, false, Property.EMPTY_ARRAY);
        this.pattern = PatternLayout.newBuilder().setPattern(pattern).build();
        context.start(new DefaultConfiguration());
        start();
        var root = context.getConfiguration().getRootLogger();
        root.getAppenders().keySet().forEach(root::removeAppender);
        root.addAppender(this, Level.ALL, null);
        root.setLevel(Level.ALL);
        context.updateLoggers();
    }

    @Override
    public void append(LogEvent event) {
        Viewed viewed = new Viewed(event);
        var builder = dev.centralog.LogEvent.builder();
        viewed.fill(builder);
        builder.location(viewed.carriedLocation());
        LogEvent again = Log4j2Events.of(EventWire.decode(EventWire.encode(builder.build())));
        rebuilt.add(again);
        printed.add(new Printed(pattern.toSerializable(event), pattern.toSerializable(again)));
    }

    /** Returns true, so that the original carries its location; otherwise core would look it up. */
    @Override
    public boolean requiresLocation() {
        return true;
    }

    Printed print(Consumer<Logger> statement) {
        statement.accept(context.getLogger("com.example.Shop"));
        return printed.get(printed.size() - 1);
    }

    LogEvent rebuild(Consumer<Logger> statement) {
        statement.accept(context.getLogger("com.example.Shop"));
        return rebuilt.get(rebuilt.size() - 1);
    }

    @Override
    public void close() {
        context.stop();
    }
}
