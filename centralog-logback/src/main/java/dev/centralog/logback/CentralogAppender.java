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
 * The Logback appender: it folds repeated events and ships them to Redis.
 *
 * <pre>{@code
 * <appender name="CENTRALOG" class="dev.centralog.logback.CentralogAppender">
 *   <redis>redis://localhost:6379</redis>
 *   <app>shop</app>
 * </appender>
 * }</pre>
 *
 * <p>Its elements are {@link Settings#ALL}. With a misspelt element or a value that is not allowed it does not start, and
 * reports all faults in one error among Logback's statuses; the application and its other appenders go on. Under Spring
 * Boot any error among these statuses keeps the application from starting; the exception then contains that message.
 *
 * <p>Thread-safety: any thread may call {@link #doAppend} at any time. It never throws, and blocks only if {@code
 * awaitDurableTimeout} is set. The first event of a group in a second is rendered during the call; a repeat costs a
 * look-up and an increment. An event logged during the rendering (by an argument's {@code toString()}) is taken too; an
 * event logged during the rendering of that one is counted as dropped.
 *
 * <p>{@link #stop} blocks until Redis has confirmed what is buffered: at most {@code shutdownTimeout}, or {@code
 * shutdownTimeoutAway} once an attempt to reach Redis has failed. Events after a stop are counted as dropped; the
 * appender can be started again. An application that ends without stopping its logging loses nothing: see {@code
 * shutdownHook}.
 */
public final class CentralogAppender extends AppenderSettings {
    private final Object lifecycle = new Object();
    private final Nesting nesting = new Nesting();
    private final LogbackView view = new LogbackView(this::frameworkPackages, nesting);
    private final StatusListener statuses = new Statuses();
    private final AtomicBoolean saidHostile = new AtomicBoolean();
    private @Nullable CentralogConfig configured;
    private @Nullable JoranWarnings warnings;

    /** The instance that receives events. After a stop it stays, and counts events that come too late. */
    private volatile @Nullable Centralog centralog;

    /** The final counts of one period between start and stop. */
    private record Counted(CentralogStats events, CentralogStats actions) {
        static Counted by(Centralog centralog) {
            return new Counted(centralog.stats(), centralog.actions().stats());
        }
    }

    /** Creates an appender with every setting at its default; Logback's configurator calls the setters. */
    public CentralogAppender() {}

    /** Sets the whole configuration in code; settings that also have their own setter called take precedence. */
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

    /** Starts shipping. Returns at once, whether Redis is available or not. Does nothing if already started. */
    @Override
    public void start() {
        synchronized (lifecycle) {
            if (isStarted()) {
                return;
            }
            try {
                Centralog opened = Centralog.open(config(), statuses, framework());
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

    private static String framework() {
        String version = LoggerContext.class.getPackage().getImplementationVersion();
        return version == null ? "Logback" : "Logback " + version;
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
     * Stops shipping. Waits until Redis has confirmed what is buffered, at most {@code shutdownTimeout} or {@code
     * shutdownTimeoutAway}, and reports the final counts among Logback's statuses. Does nothing if not started.
     */
    @Override
    public void stop() {
        synchronized (lifecycle) {
            Centralog stopping = centralog;
            boolean wasStarted = isStarted();
            super.stop();
            if (stopping != null && wasStarted) {
                stopping.close(); // it stays referenced, and counts all later events as dropped
                Counted last = Counted.by(stopping);
                sayCounted(last.events, "events");
                if (last.actions.logged() > 0) {
                    sayCounted(last.actions, "actions");
                }
            }
        }
    }

    /** Reports the final counts. A warning about unconfirmed events has already been given by then. */
    private void sayCounted(CentralogStats stats, String what) {
        addInfo("Appender [" + getName() + "] is stopped: " + stats.acknowledged() + " of " + stats.logged() + " "
                + what + " are in Redis, dropped " + stats.droppedByName());
    }

    /** Returns the counts since the last start, including events after the stop; null if the appender was never started. */
    public @Nullable CentralogStats stats() {
        Centralog latest = centralog;
        return latest == null ? null : latest.stats();
    }

    /**
     * Returns the same as {@link #stats} for actions: the events with the marker {@code actionMarker} are counted as
     * actions.
     */
    public @Nullable CentralogStats actionStats() {
        Centralog latest = centralog;
        return latest == null ? null : latest.actions().stats();
    }

    /** Returns the state of the connection to Redis; null while the appender is not started. */
    public @Nullable RedisLinkStats linkStats() {
        Centralog running = centralog;
        return running == null || !isStarted() ? null : running.linkStats();
    }

    /** Counts an event. Unlike Logback's own method, it does not skip events logged while another one is being handled. */
    @Override
    public void doAppend(ILoggingEvent event) {
        Centralog running = centralog;
        if (running == null) {
            super.doAppend(event); // reports now and then that the appender is not started
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
        } catch (Throwable e) { // thrown by a filter, or by another library's event
            running.drop(DropReason.UNREADABLE);
            if (saidHostile.compareAndSet(false, true)) {
                statuses.say(
                        StatusListener.Severity.ERROR,
                        "an event could not be handled and was counted as dropped; further ones are counted without a message",
                        e);
            }
        }
    }

    private List<String> frameworkPackages() {
        return getContext() instanceof LoggerContext loggers ? loggers.getFrameworkPackages() : List.of();
    }

    /**
     * Passes Centralog's messages about itself to Logback's statuses. Warnings and errors also go to standard error if
     * nobody listens to the statuses.
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

        /** Whether anybody listens to Logback's statuses. By default nobody does once the configuration is read. */
        private boolean isHeard() {
            StatusManager statuses = getStatusManager();
            return statuses != null && !statuses.getCopyOfStatusListenerList().isEmpty();
        }
    }
}
