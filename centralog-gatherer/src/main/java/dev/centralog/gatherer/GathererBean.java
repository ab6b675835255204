// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.StatusListener;
import dev.centralog.gatherer.engine.GatherStats;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.sink.Stored;
import dev.centralog.internal.status.Version;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/** The daemon's counters in JMX. */
final class GathererBean implements GathererMXBean {
    static final String NAME = "dev.centralog:type=Gatherer";
    private static final double MILLIS = 1000;

    private final Gatherer gatherer;
    private final StatusListener status;

    private GathererBean(Gatherer gatherer, StatusListener status) {
        this.gatherer = gatherer;
        this.status = status;
    }

    /** Registers a bean. If the MBean server refuses it, a warning is reported, and the daemon goes on. */
    static GathererBean register(Gatherer gatherer, StatusListener status) {
        GathererBean bean = new GathererBean(gatherer, status);
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, new ObjectName(NAME));
        } catch (JMException e) {
            status.say(StatusListener.Severity.WARN, "can't show " + NAME + " in JMX", e);
        }
        return bean;
    }

    private GatherStats stats() {
        return gatherer.stats();
    }

    private Stored stored() {
        GatherStats stats = stats();
        return stats.events().stored().plus(stats.actions().stored());
    }

    @Override
    public String getVersion() {
        return Version.current().number();
    }

    @Override
    public String getCommit() {
        return Version.current().commit();
    }

    @Override
    public long getWindowsClaimed() {
        return stats().events().claimed();
    }

    @Override
    public long getWindowsRead() {
        return stats().events().read();
    }

    @Override
    public long getWindowsStored() {
        return stats().events().windows();
    }

    @Override
    public long getSlicesClaimed() {
        return stats().actions().claimed();
    }

    @Override
    public long getSlicesRead() {
        return stats().actions().read();
    }

    @Override
    public long getSlicesStored() {
        return stats().actions().windows();
    }

    @Override
    public long getEventsStored() {
        return stats().events().stored().repeats();
    }

    @Override
    public long getActionsStored() {
        return stats().actions().stored().repeats();
    }

    @Override
    public long getEventRowsStored() {
        return stats().events().stored().rows();
    }

    @Override
    public long getActionRowsStored() {
        return stats().actions().stored().rows();
    }

    @Override
    public long getDuplicateRows() {
        return stored().duplicates();
    }

    @Override
    public long getMetOtherContent() {
        return stored().metOtherContent();
    }

    @Override
    public Map<String, Long> getDropped() {
        return stored().dropped();
    }

    @Override
    public Map<String, Long> getDeadLetters() {
        return stored().deadLetters();
    }

    @Override
    public double getEventLagSeconds() {
        return seconds(stats().events().lag());
    }

    @Override
    public double getActionLagSeconds() {
        return seconds(stats().actions().lag());
    }

    @Override
    public long getRetries() {
        return stats().retries();
    }

    @Override
    public double getSecondsAwayFromRedis() {
        return seconds(stats().awayFromRedis());
    }

    @Override
    public double getSecondsAwayFromDatabase() {
        return seconds(stats().awayFromDatabase());
    }

    @Override
    public String getLastCommit() {
        GatherStats stats = stats();
        return Stream.of(stats.events(), stats.actions())
                .map(each -> each.lastCommit())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(Instant::toString)
                .orElse("");
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }

    void unregister() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(NAME));
        } catch (JMException e) {
            status.say(StatusListener.Severity.WARN, "can't remove " + NAME + " from JMX", e);
        }
    }
}
