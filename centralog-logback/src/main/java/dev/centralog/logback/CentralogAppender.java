// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.status.StatusManager;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.ConfigException;
import dev.centralog.DropReason;
import dev.centralog.RedisLinkStats;
import dev.centralog.Setting;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The appender that ships events, folded by repeats, to Redis.
 *
 * <pre>{@code
 * <appender name="CENTRALOG" class="dev.centralog.logback.CentralogAppender">
 *   <redis>redis://localhost:6379</redis>
 *   <app>shop</app>
 * </appender>
 * }</pre>
 *
 * <p>Its elements are {@link Settings#ALL}. With a misspelt element or a value that is not allowed it does not start, and
 * says all faults in one error among Logback's statuses; the application and its other appenders go on. Not so under Spring
 * Boot: there any error among these statuses keeps the application from starting, with that message in the exception.
 *
 * <p>Thread-safety: {@link #doAppend} by any thread at any time; it never throws, and blocks only where {@code
 * awaitDurableTimeout} is set. The first event of a
 * group in a second is rendered there and then; a repeat costs a look-up and an increment. An event logged while that
 * happens (by an argument's {@code toString()}) is logged too; one that is logged within that one is counted as dropped.
 *
 * <p>{@link #stop} blocks until Redis has confirmed what is buffered, at most {@code shutdownTimeout}, and at most {@code
 * shutdownTimeoutAway} once an attempt to reach it has failed; it can be started again after that; what comes meanwhile is counted as dropped. An application that ends without stopping its logging loses nothing: see {@code shutdownHook}.
 */
public final class CentralogAppender extends AppenderSettings {
    private final Object lifecycle = new Object();
    private final Nesting nesting = new Nesting();
    private final LogbackView view = new LogbackView(this::frameworkPackages, nesting);
    private final StatusListener statuses = new Statuses();
    private final AtomicBoolean saidHostile = new AtomicBoolean();
    private @Nullable CentralogConfig configured;
    private @Nullable JoranWarnings warnings;

    /** What events go to; after a stop what they went to, which counts those that come too late. */
    private volatile @Nullable Centralog centralog;

    /** Of one life of the appender. */
    private record Counted(CentralogStats events, CentralogStats actions) {
        static Counted by(Centralog centralog) {
            return new Counted(centralog.stats(), centralog.actions().stats());
        }
    }

    /** An appender with every setting at its default; Logback's configurator calls the setters. */
    public CentralogAppender() {}

    /** Settings as a whole, for configuration in code; those set by their own setters as well win. */
    public void configure(CentralogConfig config) {
        configured = config;
    }

    @Override
    public void setContext(Context newContext) {
        super.setContext(newContext);
        if (newContext != null && warnings == null) {
            warnings = new JoranWarnings(newContext);
        }
    }

    /** Starts shipping; returns at once, whether Redis is there or not. Does nothing if it was started. */
    @Override
    public void start() {
        synchronized (lifecycle) {
            if (isStarted()) {
                return;
            }
            try {
                Centralog opened = Centralog.open(config(), statuses);
                centralog = opened;
                saidHostile.set(false);
                super.start();
            } catch (ConfigException e) {
                addError("Appender [" + getName() + "] is not started; its events are not shipped:"
                        + System.lineSeparator() + e.getMessage());
            } catch (RuntimeException e) { // e.g. a URI that the Redis client does not take
                addError("Appender [" + getName() + "] is not started; its events are not shipped: "
                        + Setting.hidePassword(String.valueOf(e.getMessage())));
            } catch (LinkageError e) {
                addError(
                        "Appender [" + getName() + "] is not started: a library that it needs is missing or too old on"
                                + " the class path; centralog-logback-standalone brings its own",
                        e);
            }
        }
    }

    private CentralogConfig config() {
        Map<String, String> texts = new LinkedHashMap<>(texts());
        if (warnings != null) {
            for (String name : warnings.unknownElementsOf(getClass())) {
                texts.put(name, "");
            }
        }
        CentralogConfig read = CentralogConfig.parse(texts, Settings.ALL);
        CentralogConfig merged = configured == null ? CentralogConfig.defaults() : configured;
        for (Setting<?> setting : Settings.ALL) {
            merged = read.has(setting) ? copy(setting, read, merged) : merged;
        }
        return merged;
    }

    private static <T> CentralogConfig copy(Setting<T> setting, CentralogConfig from, CentralogConfig to) {
        return to.with(setting, from.get(setting));
    }

    /**
     * Stops shipping: waits for Redis to confirm what is buffered, at most {@code shutdownTimeout} or {@code
     * shutdownTimeoutAway}, and says among Logback's statuses what it left. Does nothing if it was not started.
     */
    @Override
    public void stop() {
        synchronized (lifecycle) {
            Centralog stopping = centralog;
            boolean wasStarted = isStarted();
            super.stop();
            if (stopping != null && wasStarted) {
                stopping.close(); // and stays: it counts what comes from now on as dropped
                Counted last = Counted.by(stopping);
                sayCounted(last.events, "events");
                if (last.actions.logged() > 0) {
                    sayCounted(last.actions, "actions");
                }
            }
        }
    }

    /** What was left has been warned of by then. */
    private void sayCounted(CentralogStats stats, String what) {
        addInfo("Appender [" + getName() + "] is stopped: " + stats.acknowledged() + " of " + stats.logged() + " "
                + what + " are in Redis, dropped " + stats.droppedByName());
    }

    /** What was counted since the last start, also of events that came behind the stop; null if it was never started. */
    public @Nullable CentralogStats stats() {
        Centralog latest = centralog;
        return latest == null ? null : latest.stats();
    }

    /** As {@link #stats}, of the actions that events with the marker {@code actionMarker} were counted as. */
    public @Nullable CentralogStats actionStats() {
        Centralog latest = centralog;
        return latest == null ? null : latest.actions().stats();
    }

    /** How this appender and Redis get along; null while it is not started. */
    public @Nullable RedisLinkStats linkStats() {
        Centralog running = centralog;
        return running == null || !isStarted() ? null : running.linkStats();
    }

    /** Takes an event. Unlike Logback's own, it does not pass over events logged while another one is handled. */
    @Override
    public void doAppend(ILoggingEvent event) {
        Centralog running = centralog;
        if (running == null) {
            super.doAppend(event); // says, once in a while, that the appender is not started
        } else {
            take(event, running);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        Centralog running = centralog;
        if (running != null) {
            take(event, running);
        }
    }

    private void take(ILoggingEvent event, Centralog running) {
        try {
            if (getFilterChainDecision(event) == FilterReply.DENY) {
                return;
            }
            if (nesting.isTooDeep()) {
                running.drop(DropReason.RECURSION);
            } else {
                running.report(event, view);
            }
        } catch (Throwable e) { // a filter's, or that of an event of another maker
            running.drop(DropReason.UNREADABLE);
            if (saidHostile.compareAndSet(false, true)) {
                statuses.say(
                        StatusListener.Severity.ERROR,
                        "an event could not be taken and was counted as dropped; further ones are counted alone",
                        e);
            }
        }
    }

    private List<String> frameworkPackages() {
        return getContext() instanceof LoggerContext loggers ? loggers.getFrameworkPackages() : List.of();
    }

    /**
     * Passes on to Logback's statuses what Centralog says about itself; and to standard error what matters, where nobody
     * listens to these.
     */
    private final class Statuses implements StatusListener {
        @Override
        public void say(Severity severity, String message, @Nullable Throwable cause) {
            String text = "Appender [" + getName() + "]: " + message;
            switch (severity) {
                case INFO -> addInfo(text, cause);
                case WARN -> addWarn(text, cause);
                case ERROR -> addError(text, cause);
            }
            if (severity != Severity.INFO && !isHeard()) {
                StatusListener.standardError().say(severity, text, cause);
            }
        }

        /** Whether anybody is told of Logback's statuses: by default nobody is, once the configuration is read. */
        private boolean isHeard() {
            StatusManager statuses = getStatusManager();
            return statuses != null && !statuses.getCopyOfStatusListenerList().isEmpty();
        }
    }
}
