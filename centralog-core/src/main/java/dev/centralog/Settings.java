// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import dev.centralog.Setting.Allowed;
import dev.centralog.Setting.Range;
import dev.centralog.internal.ship.Placeholder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The settings of the logging side, for {@link Centralog#open} and both appenders. */
public final class Settings {
    public static final Setting<Boolean> ENABLED = Setting.flag(
            "enabled",
            true,
            "Whether anything is done at all; false, for tests say: nothing is counted, opened or connected to, there is no"
                    + " thread, and stopping waits for nothing.");
    public static final Setting<String> REDIS = Setting.uri(
            "redis",
            "redis://localhost:6379",
            List.of("redis", "rediss"),
            "Where Redis is: redis://[user:password@]host[:port][/database], with TLS rediss://; a password's @ / ? #"
                    + " are written %40 %2F %3F %23.");
    public static final Setting<String> REDIS_USER =
            Setting.text("redisUser", "", "The ACL user, if it is not in the URI.");
    public static final Setting<String> REDIS_PASSWORD =
            Setting.secret("redisPassword", "The password, if it is not in the URI.");
    public static final Setting<Integer> REDIS_DATABASE = Setting.number(
            "redisDatabase",
            "0",
            new Range("0", "65535"),
            "The number of the Redis database, if it is not in the URI.");
    public static final Setting<String> REDIS_CA = Setting.text(
            "redisCa",
            "",
            "With rediss://: a PEM file with the certificates of the authorities that Redis's own may be from; empty: those"
                    + " that Java trusts. That it is valid and names the host is always checked.");
    public static final Setting<String> REDIS_CERTIFICATE = Setting.text(
            "redisCertificate",
            "",
            "With rediss://: a PEM file with our own certificate, where Redis asks for one; needs redisKey.");
    public static final Setting<String> REDIS_KEY =
            Setting.text("redisKey", "", "The private key of redisCertificate: a PEM file, in PKCS #8, not encrypted.");
    public static final Setting<String> KEY_PREFIX = Setting.text(
            "keyPrefix",
            "cl",
            new Allowed(
                    Pattern.compile("[A-Za-z0-9._-]{1,64}"), "1 to 64 letters, digits, dots, dashes or underscores"),
            "The start of all keys in Redis; one prefix is one stream of events with its own gatherers.");
    public static final Setting<String> APP =
            Setting.text("app", "application", "The application's name; part of the group key.");
    public static final Setting<String> ENVIRONMENT =
            Setting.text("environment", "", "E.g. production or test; part of the group key.");
    public static final Setting<String> HOST =
            Setting.text("host", "", "The host's name in the events; empty: the machine's own.");
    public static final Setting<GroupBy> GROUP_BY = Setting.choice(
            "groupBy",
            GroupBy.CALL_SITE,
            "What makes events repeats of one another, beside application, environment, logger, level and throwable"
                    + " classes: the place in the code and the template, the template alone, place and rendered message,"
                    + " or the place alone; without a known place, the template.");
    public static final Setting<String> FINGERPRINT_KEY = Setting.text(
            "fingerprintKey",
            "",
            "The MDC key or key-value whose value, where an event has one that is not blank, stands in the group key in the"
                    + " place of what groupBy names; empty: none.");
    public static final Setting<List<String>> MDC_INCLUDE =
            Setting.list("mdcInclude", "", "The MDC keys to keep; empty: all.");
    public static final Setting<List<String>> MDC_EXCLUDE =
            Setting.list("mdcExclude", "", "The MDC keys to leave out.");
    public static final Setting<String> MASK = Setting.pattern(
            "mask",
            "",
            "What this regular expression finds in messages, arguments, MDC and key-values, in throwables' messages, and in"
                    + " actions' payloads and ids that are texts becomes *** before it leaves the process, and so does in an"
                    + " event what stands there in the message, or behind its key as key=value; empty: nothing.");
    public static final Setting<List<String>> MASK_KEYS = Setting.list(
            "maskKeys",
            "",
            "The keys, whatever their case, whose values in maps, MDC and key-values become ***, and what these values are"
                    + " becomes so wherever else it stands in the event.");
    public static final Setting<Long> BUFFER_BYTES = Setting.size(
            "bufferBytes",
            "32MiB",
            new Range("256KiB", "8GiB"),
            "Memory for events and actions that Redis has not confirmed. From three quarters on, new groups below WARN and"
                    + " new pairs of user and action are dropped, when full all new groups; repeats go on being"
                    + " counted. A MiB holds some 6000 pairs of numbers, or some 2000 of short texts with a value.");
    public static final Setting<Long> REPLAY_BYTES = Setting.size(
            "replayBytes",
            "4MiB",
            new Range("0B", "1GiB"),
            "Memory, beside bufferBytes, for the last batches that Redis has confirmed: one that comes back from an older"
                    + " state, such as a replica that lagged, gets them again.");
    public static final Setting<String> SPILL_DIRECTORY = Setting.text(
            "spillDirectory",
            "",
            "A directory on a disk of this host: there goes what can't be sent while Redis is away, and is shipped first when"
                    + " it is back, by this process or by the next one with this directory and keyPrefix; empty: events"
                    + " wait in memory alone.");
    public static final Setting<Long> SPILL_BYTES = Setting.size(
            "spillBytes",
            "256MiB",
            new Range("1MiB", "1024GiB"),
            "How much a process keeps in spillDirectory; when that is full, events wait in memory.");
    public static final Setting<Duration> AWAIT_DURABLE_TIMEOUT = Setting.duration(
            "awaitDurableTimeout",
            "0s",
            new Range("0s", "1m"),
            "How long a log call waits at most until its event is in Redis, or on disk (spillDirectory): it survives a"
                    + " process that is killed then; 0: no call waits.");
    public static final Setting<Duration> FLUSH_INTERVAL = Setting.duration(
            "flushInterval", "200ms", new Range("10ms", "10s"), "How often what was folded is sent to Redis.");
    public static final Setting<Duration> CONNECT_TIMEOUT = Setting.duration(
            "connectTimeout", "5s", new Range("100ms", "1m"), "How long one attempt to connect may take.");
    public static final Setting<Duration> COMMAND_TIMEOUT = Setting.duration(
            "commandTimeout",
            "5s",
            new Range("100ms", "1m"),
            "How long Redis may take to answer before a batch is sent again.");
    public static final Setting<Duration> SHUTDOWN_TIMEOUT = Setting.duration(
            "shutdownTimeout",
            "5s",
            new Range("0s", "10m"),
            "How long stopping may wait for Redis to confirm what is buffered, and for the first attempt to reach it.");
    public static final Setting<Duration> SHUTDOWN_TIMEOUT_AWAY = Setting.duration(
            "shutdownTimeoutAway",
            "1s",
            new Range("0s", "10m"),
            "How long of that stopping waits once an attempt to reach Redis has failed, until one works.");
    public static final Setting<Boolean> SHUTDOWN_HOOK = Setting.flag(
            "shutdownHook",
            true,
            "Whether a hook of the JVM ships what is buffered when the application ends without stopping its logging.");
    public static final Setting<Boolean> JMX = Setting.flag(
            "jmx",
            false,
            "Whether what is counted is shown in JMX, as dev.centralog:type=Producer,app=...,id=...; loading JMX takes a"
                    + " part of a second.");
    public static final Setting<Long> MAX_MESSAGE_BYTES = Setting.size(
            "maxMessageBytes",
            "16KiB",
            new Range("64B", "1MiB"),
            "The longest message, template or message of a throwable, in UTF-8; what is longer is cut, and says so.");
    public static final Setting<Long> MAX_ARGUMENT_BYTES = Setting.size(
            "maxArgumentBytes",
            "1KiB",
            new Range("16B", "1MiB"),
            "The longest text of one argument, key-value or MDC value, in UTF-8; and of an action's payload, which is"
                    + " 16KiB at most.");
    public static final Setting<Integer> MAX_ARGUMENTS = Setting.number(
            "maxArguments", "64", new Range("0", "10000"), "The most arguments, and the most key-values, of an event.");
    public static final Setting<Integer> MAX_FRAMES =
            Setting.number("maxFrames", "256", new Range("0", "100000"), "The most stack frames of one throwable.");
    public static final Setting<Integer> MAX_MDC_ENTRIES =
            Setting.number("maxMdcEntries", "64", new Range("0", "10000"), "The most MDC entries of an event.");
    public static final Setting<Long> MAX_EVENT_BYTES = Setting.size(
            "maxEventBytes",
            "64KiB",
            new Range("1KiB", "4MiB"),
            "The largest event on the wire; of a larger one, all bounds are halved until it fits.");
    public static final Setting<Integer> MAX_GROUPS = Setting.number(
            "maxGroups",
            "200000",
            new Range("1", "10000000"),
            "The most pairs of a group and a process in one second in Redis; further ones are counted together in the group"
                    + " ~overflow.");
    public static final Setting<Boolean> PER_PROCESS = Setting.flag(
            "perProcess",
            true,
            "Whether events are counted for each process by itself, so that the column processes tells which one logged how"
                    + " many, and two halves of a split Redis can be merged; false: counts of all processes are folded.");
    public static final Setting<Duration> MAX_AGE = Setting.duration(
            "maxAge",
            "12h",
            new Range("1m", "20h"),
            "How far back an event still reaches its own second; an older one is stored under the second of its"
                    + " arrival, with its own time kept.");

    public static final Setting<Duration> SLICE_LENGTH = Setting.seconds(
            "sliceLength",
            "10m",
            new Range("1s", "1d"),
            "How long a slice of actions is: a user and an action make one row a slice.");
    public static final Setting<Integer> SLICE_RING = Setting.number(
            "sliceRing",
            "6",
            new Range("1", "60"),
            "How many slices back, the current one included, a late action still reaches its own slice; an older one is"
                    + " counted in the slice of its arrival.");
    public static final Setting<Integer> MAX_SLICE_GROUPS = Setting.number(
            "maxSliceGroups",
            "2000000",
            new Range("1", "100000000"),
            "The most pairs of user and action in one slice in Redis; further ones are counted together as ~overflow.");
    public static final Setting<Integer> ACTION_SAMPLES = Setting.number(
            "actionSamples",
            "5",
            new Range("0", "100"),
            "How many distinct payloads of a user and an action are kept in one delivery of a slice, beside the first and"
                    + " the last; together 64KiB at most. Late counts make deliveries of their own.");
    public static final Setting<Duration> ACTION_FLUSH_INTERVAL = Setting.duration(
            "actionFlushInterval",
            "1s",
            new Range("10ms", "1m"),
            "How often counted actions are sent to Redis; in steps of flushInterval.");
    public static final Setting<String> ACTION_MARKER = Setting.text(
            "actionMarker",
            "ACTION",
            "Events with this marker that carry key-values or MDC entries 'user' and 'action' are counted as actions,"
                    + " with 'value' and 'payload' if there are such; empty: none.");
    public static final Setting<Boolean> ACTION_EVENTS = Setting.flag(
            "actionEvents", true, "Whether an event that was counted as an action is stored as an event too.");

    /** The settings, all of them, in the order of docs/configuration.md. */
    public static final List<Setting<?>> ALL = List.of(
            ENABLED,
            REDIS,
            REDIS_USER,
            REDIS_PASSWORD,
            REDIS_DATABASE,
            REDIS_CA,
            REDIS_CERTIFICATE,
            REDIS_KEY,
            KEY_PREFIX,
            APP,
            ENVIRONMENT,
            HOST,
            GROUP_BY,
            FINGERPRINT_KEY,
            MDC_INCLUDE,
            MDC_EXCLUDE,
            MASK,
            MASK_KEYS,
            BUFFER_BYTES,
            REPLAY_BYTES,
            SPILL_DIRECTORY,
            SPILL_BYTES,
            AWAIT_DURABLE_TIMEOUT,
            FLUSH_INTERVAL,
            CONNECT_TIMEOUT,
            COMMAND_TIMEOUT,
            SHUTDOWN_TIMEOUT,
            SHUTDOWN_TIMEOUT_AWAY,
            SHUTDOWN_HOOK,
            JMX,
            MAX_MESSAGE_BYTES,
            MAX_ARGUMENT_BYTES,
            MAX_ARGUMENTS,
            MAX_FRAMES,
            MAX_MDC_ENTRIES,
            MAX_EVENT_BYTES,
            MAX_GROUPS,
            PER_PROCESS,
            MAX_AGE,
            SLICE_LENGTH,
            SLICE_RING,
            MAX_SLICE_GROUPS,
            ACTION_SAMPLES,
            ACTION_FLUSH_INTERVAL,
            ACTION_MARKER,
            ACTION_EVENTS);

    private Settings() {}

    /**
     * Checks the rules that involve several settings, and that the settings of Redis and the spill directory
     * hold no placeholder that was not replaced.
     *
     * @throws ConfigException if settings contradict each other, or such a placeholder is left
     */
    public static void check(CentralogConfig config) {
        List<String> faults = new ArrayList<>();
        boolean plain = !config.get(REDIS).startsWith("rediss://");
        for (Setting<String> file : List.of(REDIS_CA, REDIS_CERTIFICATE, REDIS_KEY)) {
            if (plain && !config.get(file).isEmpty()) {
                faults.add(
                        "setting '" + file.name() + "' is given, but 'redis' has no TLS: it must begin with rediss://");
            }
        }
        for (Setting<String> setting :
                List.of(REDIS, REDIS_USER, REDIS_CA, REDIS_CERTIFICATE, REDIS_KEY, KEY_PREFIX, SPILL_DIRECTORY)) {
            String value = config.get(setting);
            if (Placeholder.isIn(value)) {
                faults.add("setting '" + setting.name() + "' is '" + setting.shown(value)
                        + "', a placeholder that nothing was put in for");
            }
        }
        if (config.get(REDIS_CERTIFICATE).isEmpty() != config.get(REDIS_KEY).isEmpty()) {
            faults.add("of the settings 'redisCertificate' and 'redisKey' one is given: each needs the other");
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }
}
