// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gather;

import dev.centralog.Setting;
import dev.centralog.Setting.Range;
import dev.centralog.Settings;
import java.time.Duration;
import java.util.List;

/** The settings of the reading side: those that {@link EventSource#open}, {@link EventReader#open} and {@link
 * ActionSource#open} take. */
public final class ReaderSettings {
    public static final Setting<Duration> GRACE = Setting.duration(
            "grace",
            "1s",
            new Range("0s", "10m"),
            "How long after its end a window stays open for late counts before it is sealed.");
    public static final Setting<Duration> LEASE = Setting.duration(
            "lease",
            "15s",
            new Range("1s", "1h"),
            "How long a sealed window belongs to a gatherer that does not renew the lease; after that another one"
                    + " may take it over.");
    public static final Setting<Duration> POLL_INTERVAL = Setting.duration(
            "pollInterval",
            "200ms",
            new Range("20ms", "1m"),
            "The shortest time between two requests to Redis for windows to seal; while none is due, Redis is asked"
                    + " once per second, for actions every 5 seconds.");
    public static final Setting<Duration> LATE_HOLD = Setting.duration(
            "lateHold",
            "3s",
            new Range("0s", "10m"),
            "How long a window that was sealed before stays open for further late counts.");
    public static final Setting<Boolean> AWAIT_DURABLE_SEALS = Setting.flag(
            "awaitDurableSeals",
            true,
            "Whether a sealed window is stored only when its seal is durable: all replicas that are online, or were"
                    + " a minute ago, have it, and on Redis 7.2 or later with an append-only file it is on disk. Then neither"
                    + " a failover nor a restart can undo the seal.");
    public static final Setting<Integer> SLICE_DISTANCE = Setting.number(
            "sliceDistance",
            "2",
            new Range("1", "60"),
            "How many slices behind the current one a slice of actions is sealed; 2 leaves one full slice between"
                    + " them for late counts.");

    public static final Setting<Integer> SLICE_LATE_HOLD = Setting.number(
            "sliceLateHold",
            "1",
            new Range("0", "60"),
            "How many slice lengths a slice that was sealed before stays open for further late counts; gather"
                    + " --once does not wait for that.");

    /** All settings that the reading side takes, those of its connection included, in the order of docs/configuration.md. */
    public static final List<Setting<?>> ALL = List.of(
            Settings.REDIS,
            Settings.REDIS_USER,
            Settings.REDIS_PASSWORD,
            Settings.SENTINEL_USER,
            Settings.SENTINEL_PASSWORD,
            Settings.REDIS_DATABASE,
            Settings.REDIS_CA,
            Settings.REDIS_CERTIFICATE,
            Settings.REDIS_KEY,
            Settings.KEY_PREFIX,
            Settings.CONNECT_TIMEOUT,
            Settings.COMMAND_TIMEOUT,
            GRACE,
            LEASE,
            POLL_INTERVAL,
            LATE_HOLD,
            AWAIT_DURABLE_SEALS,
            SLICE_DISTANCE,
            SLICE_LATE_HOLD);

    private ReaderSettings() {}
}
