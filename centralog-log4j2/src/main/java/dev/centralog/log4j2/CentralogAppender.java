// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.CentralogStats;
import dev.centralog.ConfigException;
import dev.centralog.DropReason;
import dev.centralog.GroupBy;
import dev.centralog.RedisLinkStats;
import dev.centralog.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginBuilderFactory;
import org.jspecify.annotations.Nullable;

/**
 * The Log4j2 appender {@code <Centralog name="..." redis="..." app="..."/>}: it folds repeated events and ships them to
 * Redis. Its attributes are the {@link Settings}; upper and lower case do not matter.
 *
 * <p>Thread-safety: full. Blocking: {@link #append} blocks only if {@code awaitDurableTimeout} is set; {@link
 * #stop(long, TimeUnit)} blocks for as long as the settings allow. If a setting is wrong, the appender is not created
 * and Log4j2's status logger names the reason; the rest of the configuration still works, under Spring Boot too.
 */
@Plugin(
        name = CentralogAppender.PLUGIN_NAME,
        category = Core.CATEGORY_NAME,
        elementType = Appender.ELEMENT_TYPE,
        printObject = true)
public final class CentralogAppender extends AbstractAppender {
    /** The element's name in a configuration. */
    public static final String PLUGIN_NAME = "Centralog";

    private final CentralogConfig config;
    private final boolean isBehindAsyncLoggers;
    private volatile @Nullable Centralog centralog;

    private CentralogAppender(Builder builder, CentralogConfig config) {
        super(builder.getName(), builder.getFilter(), null, builder.isIgnoreExceptions(), Property.EMPTY_ARRAY);
        this.config = config;
        Configuration configuration = builder.getConfiguration();
        this.isBehindAsyncLoggers =
                configuration != null && configuration.getLoggerContext() instanceof AsyncLoggerContext;
        setHandler(new CountingErrorHandler(getHandler(), this));
    }

    /** Returns a new builder. Log4j2 fills it from the configuration; custom code sets its values itself. */
    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    /** Starts shipping. Returns at once, whether Redis is available or not. */
    @Override
    public void start() {
        if (isStarted()) {
            return;
        }
        try {
            centralog = Centralog.open(config, new Status(this), framework());
            super.start();
        } catch (ConfigException e) {
            LOGGER.error("Appender '{}' can't start: {}", getName(), e.getMessage());
        }
    }

    private static String framework() {
        String version = LogEvent.class.getPackage().getImplementationVersion();
        return version == null ? "Log4j2" : "Log4j2 " + version;
    }

    /**
     * Counts the event. Never throws, and blocks only if {@code awaitDurableTimeout} is set. Dropped events are counted
     * in {@link #stats}.
     */
    @Override
    public void append(LogEvent event) {
        Centralog target = centralog;
        if (target == null) {
            return; // not started: Log4j2 has reported that to the error handler
        }
        target.report(event, Log4j2View.INSTANCE);
    }

    /**
     * Whether Log4j2 has to find the location of each event. Log4j2 starts its stack walk in the logger, nearer to the
     * caller than this appender, so its walk costs less than ours would. False if only a group's first event needs a
     * location, as with {@code groupBy=template}. Always true if all loggers are asynchronous, because then the event
     * arrives on another thread.
     */
    @Override
    public boolean requiresLocation() {
        return config.get(Settings.ENABLED)
                && (isBehindAsyncLoggers || config.get(Settings.GROUP_BY) != GroupBy.TEMPLATE);
    }

    CentralogConfig config() {
        return config;
    }

    void drop(DropReason reason) {
        Centralog target = centralog;
        if (target != null) {
            target.drop(reason);
        }
    }

    /**
     * Returns what became of the events that this appender was given since its last start; all zeros if it was never
     * started.
     */
    public CentralogStats stats() {
        Centralog target = centralog;
        return target == null ? CentralogStats.NONE : target.stats();
    }

    /**
     * Returns the same as {@link #stats} for actions: the events with the marker {@code actionMarker} are counted as
     * actions.
     */
    public CentralogStats actionStats() {
        Centralog target = centralog;
        return target == null ? CentralogStats.NONE : target.actions().stats();
    }

    /** Returns the state of the connection to Redis; {@link RedisLinkStats#FINE} if the appender was never started. */
    public RedisLinkStats linkStats() {
        Centralog target = centralog;
        return target == null ? RedisLinkStats.FINE : target.linkStats();
    }

    /**
     * Ships what is buffered, waits until Redis has confirmed it, and stops. The settings {@code shutdownTimeout} and
     * {@code shutdownTimeoutAway} limit the wait.
     *
     * @param timeout not used: {@code LogManager.shutdown()} passes 50 ms, which may not even be enough to connect
     * @return whether Redis has confirmed everything; unconfirmed events are lost, counted as dropped and reported to
     * the status logger
     */
    @Override
    public boolean stop(long timeout, TimeUnit unit) {
        Centralog target = centralog;
        if (!isStarted() || target == null) {
            return true;
        }
        setStopping();
        target.close();
        boolean filterStopped = super.stop(timeout, unit, false);
        setStopped();
        return hasNothingLeft(target.stats()) && hasNothingLeft(target.actions().stats()) && filterStopped;
    }

    private static boolean hasNothingLeft(CentralogStats stats) {
        return stats.waiting() == 0 && !stats.dropped().containsKey(DropReason.SHUTDOWN);
    }

    /**
     * Builds the appender.
     *
     * <p>Thread-safety: none.
     */
    public static final class Builder extends AbstractAppender.Builder<Builder>
            implements org.apache.logging.log4j.core.util.Builder<CentralogAppender> {
        @RemainingAttributes
        private Map<String, String> attributes = Map.of();

        private CentralogConfig config = CentralogConfig.defaults();

        private Builder() {}

        /** Sets the configuration in custom code; attributes of a configuration file take its place. */
        public Builder setConfig(CentralogConfig value) {
            config = value;
            return this;
        }

        /** Returns the appender, or null if a setting is wrong; one message to the status logger then lists all faults. */
        @Override
        public @Nullable CentralogAppender build() {
            List<String> faults = new ArrayList<>();
            if (getName() == null) {
                faults.add("it has no name");
            }
            for (Property property : getPropertyArray() == null ? Property.EMPTY_ARRAY : getPropertyArray()) {
                faults.add("the element Property '" + property.getName()
                        + "' is not a setting: write settings as attributes");
            }
            CentralogConfig read = config;
            try {
                read = attributes.isEmpty() ? config : CentralogConfig.parse(attributes, Settings.ALL);
            } catch (ConfigException e) {
                faults.addAll(e.faults());
            }
            if (!faults.isEmpty()) {
                LOGGER.error(
                        "Appender '{}' of type Centralog is left out, because its configuration is wrong:{}{}",
                        getName(),
                        System.lineSeparator(),
                        String.join(System.lineSeparator(), faults));
                return null;
            }
            if (getLayout() != null) {
                LOGGER.warn("Appender '{}' of type Centralog takes no layout: it ships whole events", getName());
            }
            return new CentralogAppender(this, read);
        }
    }
}
