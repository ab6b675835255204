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
 * The Log4j2 appender {@code <Centralog name="..." redis="..." app="..."/>}: folds repeated events and ships them to
 * Redis. Its attributes are the {@link Settings}, whatever their case.
 *
 * <p>Thread-safety: full. Blocks: {@link #append} only where {@code
 * awaitDurableTimeout} is set, {@link #stop(long, TimeUnit)} for as long as it is allowed to.
 * Where a setting is wrong the appender is not created and Log4j2's status logger says why; everything else of the
 * configuration works on, under Spring Boot too.
 */
@Plugin(
        name = CentralogAppender.PLUGIN_NAME,
        category = Core.CATEGORY_NAME,
        elementType = Appender.ELEMENT_TYPE,
        printObject = true)
public final class CentralogAppender extends AbstractAppender {
    /** The element's name in a configuration. */
    public static final String PLUGIN_NAME = "Centralog";

    private static final CentralogStats NOTHING = new CentralogStats(0, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0, 0);

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

    /** What Log4j2 sets from the configuration, and custom code by hand. */
    @PluginBuilderFactory
    public static Builder newBuilder() {
        return new Builder();
    }

    /** Starts shipping; returns at once, be Redis there or not. */
    @Override
    public void start() {
        if (isStarted()) {
            return;
        }
        try {
            centralog = Centralog.open(config, new Status(this));
            super.start();
        } catch (ConfigException e) {
            LOGGER.error("Appender '{}' can't start: {}", getName(), e.getMessage());
        }
    }

    /** Never throws, and blocks only where {@code awaitDurableTimeout} is set; what is given up is counted in {@link #stats}. */
    @Override
    public void append(LogEvent event) {
        Centralog target = centralog;
        if (target == null) {
            return; // never started: Log4j2 has said so to the error handler
        }
        target.report(event, Log4j2View.INSTANCE);
    }

    /**
     * Whether Log4j2 has to find the location. It does so by a walk of the stack from where the logger was called, which is
     * nearer than we are, so for less than we would need. Not where only first events need one, as with
     * {@code groupBy=template}; but always where all loggers are asynchronous, as the event then comes on another thread.
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

    /** What became of the events handed to this appender since it was last started; zeros if it never was. */
    public CentralogStats stats() {
        Centralog target = centralog;
        return target == null ? NOTHING : target.stats();
    }

    /** As {@link #stats}, of the actions that events with the marker {@code actionMarker} were counted as. */
    public CentralogStats actionStats() {
        Centralog target = centralog;
        return target == null ? NOTHING : target.actions().stats();
    }

    /** How this appender and Redis get along; fine if it was never started. */
    public RedisLinkStats linkStats() {
        Centralog target = centralog;
        return target == null ? RedisLinkStats.FINE : target.linkStats();
    }

    /**
     * Ships what is buffered, waits for Redis to confirm it, at most as long as the settings {@code shutdownTimeout} and
     * {@code shutdownTimeoutAway} say, and stops.
     *
     * @param timeout not used: {@code LogManager.shutdown()} passes 50 ms, which may be too short to connect even
     * @return whether Redis has confirmed everything; what it has not is lost, is counted, and the status logger is told
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

        /** The settings, for custom code; a configuration file's attributes come instead of them. */
        public Builder setConfig(CentralogConfig value) {
            config = value;
            return this;
        }

        /** The appender, or null if a setting is wrong: one message to the status logger then names every fault. */
        @Override
        public @Nullable CentralogAppender build() {
            List<String> faults = new ArrayList<>();
            if (getName() == null) {
                faults.add("it has no name");
            }
            for (Property property : getPropertyArray() == null ? Property.EMPTY_ARRAY : getPropertyArray()) {
                faults.add("the element Property '" + property.getName()
                        + "' is no setting: write settings as attributes");
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
