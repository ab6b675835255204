// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import dev.centralog.LogEvent;
import dev.centralog.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An appender of a separate Logback that keeps each event together with what a {@link LogbackView} reads from it. */
final class Capture extends AppenderBase<ILoggingEvent> {
    record Pair(ILoggingEvent original, LogEvent data) {
        /** Returns the caller as Logback itself finds it, at a far higher cost. */
        @Nullable
        SourceLocation logbacksCaller() {
            StackTraceElement[] callers = original.getCallerData();
            return callers.length == 0 ? null : SourceLocation.of(callers[0]);
        }
    }

    final LoggerContext loggers = new LoggerContext();
    final LogbackMDCAdapter mdc = new LogbackMDCAdapter();
    final Logger logger = loggers.getLogger("shop.Checkout");
    private final List<Pair> pairs = new ArrayList<>();

    Capture() {
        loggers.setMDCAdapter(mdc);
        setContext(loggers);
        start();
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.TRACE);
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        Viewed viewed = new Viewed(event, new LogbackView(loggers::getFrameworkPackages, new Nesting()));
        LogEvent.Builder builder = LogEvent.builder();
        viewed.fill(builder);
        builder.location(callerAsCoreFindsIt(viewed));
        event.prepareForDeferredProcessing();
        Objects.requireNonNull(event.getCallerData());
        pairs.add(new Pair(event, builder.build()));
    }

    private static @Nullable SourceLocation callerAsCoreFindsIt(Viewed viewed) {
        return StackWalker.getInstance()
                .walk(frames -> frames.dropWhile(frame -> !viewed.isLoggerFrame(frame.getClassName()))
                        .dropWhile(frame -> viewed.isLoggerFrame(frame.getClassName()))
                        .map(frame -> SourceLocation.of(frame.toStackTraceElement()))
                        .findFirst())
                .orElse(null);
    }

    Pair last() {
        return pairs.get(pairs.size() - 1);
    }

    List<Pair> all() {
        return List.copyOf(pairs);
    }
}
