// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import dev.centralog.Setting.Allowed;
import dev.centralog.Setting.Range;
import dev.centralog.internal.process.Placeholder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The settings of the logging side, for {@link Centralog#open} and both appenders. */
public final class Settings {
    public static final Setting<Boolean> ENABLED = Setting.flag(
            "enabled",
            true,
            "Whether logging to Centralog is on. false, e.g. for tests: nothing is counted, opened or connected to,"
                    + " no thread is started, and stopping does not wait.");
    public static final Setting<String> REDIS = Setting.uri(
            "redis",
            "redis://localhost:6379",
            List.of("redis", "rediss"),
            "The address of Redis: redis://[user:password@]host[:port][/database], or with TLS rediss://; of a cluster, some of"
                    + " its nodes: redis://host1[:port],host2[:port]; with Sentinel, the sentinels and the name of the"
                    + " primary: redis-sentinel://host1[:port],host2[:port]#name, or with TLS rediss-sentinel://. In a password,"
                    + " write @ / ? # as %40 %2F %3F %23.");
    public static final Setting<String> REDIS_USER =
            Setting.text("redisUser", "", "The ACL user, if it is not in the URI.");
    public static final Setting<String> REDIS_PASSWORD =
            Setting.secret("redisPassword", "The password, if it is not in the URI.");
    public static final Setting<String> SENTINEL_USER = Setting.text(
            "sentinelUser", "", "With redis-sentinel://: the ACL user of the sentinels; that of Redis is another one.");
    public static final Setting<String> SENTINEL_PASSWORD =
            Setting.secret("sentinelPassword", "With redis-sentinel://: the password of the sentinels.");
    public static final Setting<Integer> REDIS_DATABASE = Setting.number(
            "redisDatabase",
            "0",
            new Range("0", "65535"),
            "The number of the Redis database, if it is not in the URI.");
    public static final Setting<String> REDIS_CA = Setting.text(
            "redisCa",
            "",
            "With rediss://: a PEM file with the certificates of the authorities that may have signed Redis's"
                    + " certificate; empty: those that Java trusts. Validity and host name of the certificate are always"
                    + " checked.");
    public static final Setting<String> REDIS_CERTIFICATE = Setting.text(
            "redisCertificate",
            "",
            "With rediss://: a PEM file with our own certificate, for a Redis that asks for one; needs redisKey.");
    public static final Setting<String> REDIS_KEY =
            Setting.text("redisKey", "", "The private key of redisCertificate: a PEM file, in PKCS #8, not encrypted.");
    public static final Setting<String> KEY_PREFIX = Setting.text(
            "keyPrefix",
            "cl",
            new Allowed(
                    Pattern.compile("[A-Za-z0-9._-]{1,64}"), "1 to 64 letters, digits, dots, dashes or underscores"),
            "The beginning of all keys in Redis. Applications and gatherers belong together if they have the same prefix.");
    public static final Setting<String> APP = Setting.text(
            "app",
            "application",
            "The application's name; part of the group. Not given or empty: it is looked for elsewhere, and the"
                    + " default is used if it is found nowhere.");
    public static final Setting<String> ENVIRONMENT = Setting.text(
            "environment",
            "",
            "The environment, e.g. production or test; part of the group. Empty: it is looked for elsewhere.");
    public static final Setting<String> RELEASE = Setting.text(
            "release",
            "",
            "The application's version, e.g. 1.4.2 or a commit; not part of the group. Empty: it is looked for elsewhere.");
    public static final Setting<String> HOST =
            Setting.text("host", "", "The host name in the events; empty: the machine's own.");
    public static final Setting<String> INSTANCE = Setting.text(
            "instance",
            "",
            "The name that tells this process from others of the application, e.g. its pod's; not part of the group."
                    + " Empty: it is looked for elsewhere.");
    public static final Setting<GroupBy> GROUP_BY = Setting.choice(
            "groupBy",
            GroupBy.CALL_SITE,
            "What must be equal for events to be repeats, besides application, environment, logger, level and"
                    + " throwable classes. callSite: statement and template; template: the template only; message: statement"
                    + " and rendered message; place: the statement only. If the statement is unknown: the template.");
    public static final Setting<String> FINGERPRINT_KEY = Setting.text(
            "fingerprintKey",
            "",
            "The key of the fingerprint in an event's MDC or key-values. In the group, a fingerprint that is not"
                    + " blank replaces what groupBy names; empty: none.");
    public static final Setting<Integer> TEXTS_PER_PLACE = Setting.number(
            "textsPerPlace",
            "16",
            new Range("0", "10000"),
            "With groupBy=callSite: how many different texts without arguments a statement may log in a second before"
                    + " further ones are counted together in one row, with the flag varying; 0: each text has a row.");
    public static final Setting<List<String>> MDC_INCLUDE =
            Setting.list("mdcInclude", "", "The MDC keys to keep; empty: all.");
    public static final Setting<List<String>> MDC_EXCLUDE =
            Setting.list("mdcExclude", "", "The MDC keys to leave out.");
    public static final Setting<String> MASK = Setting.pattern(
            "mask",
            "",
            "A regular expression. What it matches in messages, arguments, MDC, key-values and throwables'"
                    + " messages, and in actions' payloads and text ids, is replaced by *** before it leaves the process."
                    + " What it matches in an event's message is masked in the rest of the event too, and values are also"
                    + " searched in the form key=value; empty: nothing is masked.");
    public static final Setting<List<String>> MASK_KEYS = Setting.list(
            "maskKeys",
            "",
            "The keys, in upper or lower case, whose values in maps, MDC and key-values are replaced by ***. The"
                    + " same values are masked in the rest of the event too.");
    public static final Setting<Long> BUFFER_BYTES = Setting.size(
            "bufferBytes",
            "32MiB",
            new Range("256KiB", "8GiB"),
            "Memory for events and actions that Redis has not confirmed. From 75 % on, new groups below WARN and"
                    + " new pairs of user and action are dropped; when it is full, all new groups. Repeats are still counted."
                    + " 1 MiB holds about 6000 pairs of numbers, or about 2000 pairs of short texts with a value.");
    public static final Setting<Long> REPLAY_BYTES = Setting.size(
            "replayBytes",
            "4MiB",
            new Range("0B", "1GiB"),
            "Memory, besides bufferBytes, for the last batches that Redis has confirmed. They are sent again if"
                    + " Redis is back at an older state, e.g. after a failover to a replica that lagged.");
    public static final Setting<String> SPILL_DIRECTORY = Setting.text(
            "spillDirectory",
            "",
            "A directory on a disk of this host for batches that can't be sent while Redis is unavailable. When it"
                    + " is available again, they are shipped first, by this process or by the next one with this directory"
                    + " and keyPrefix; empty: events wait in memory only.");
    public static final Setting<Long> SPILL_BYTES = Setting.size(
            "spillBytes",
            "256MiB",
            new Range("1MiB", "1024GiB"),
            "The most that a process keeps in spillDirectory; when it is full, events wait in memory.");
    public static final Setting<Duration> AWAIT_DURABLE_TIMEOUT = Setting.duration(
            "awaitDurableTimeout",
            "0s",
            new Range("0s", "1m"),
            "How long a log call waits at most until its event is in Redis, or on disk (spillDirectory), so that it"
                    + " survives if the process is killed; 0: log calls do not wait.");
    public static final Setting<Duration> FLUSH_INTERVAL = Setting.duration(
            "flushInterval", "200ms", new Range("10ms", "10s"), "How often counted events are sent to Redis.");
    public static final Setting<Duration> CONNECT_TIMEOUT = Setting.duration(
            "connectTimeout", "5s", new Range("100ms", "1m"), "How long one attempt to connect may take.");
    public static final Setting<Duration> COMMAND_TIMEOUT = Setting.duration(
            "commandTimeout",
            "5s",
            new Range("100ms", "1m"),
            "How long Redis may take to reply; after that the attempt has failed, and is repeated.");
    public static final Setting<Duration> SHUTDOWN_TIMEOUT = Setting.duration(
            "shutdownTimeout",
            "5s",
            new Range("0s", "10m"),
            "How long stopping waits at most for Redis to confirm what is buffered, the first attempt to connect included.");
    public static final Setting<Duration> SHUTDOWN_TIMEOUT_AWAY = Setting.duration(
            "shutdownTimeoutAway",
            "1s",
            new Range("0s", "10m"),
            "How long stopping waits at most while Redis is unavailable, that is from a failed attempt until one"
                    + " succeeds; never longer than shutdownTimeout in all.");
    public static final Setting<Boolean> SHUTDOWN_HOOK = Setting.flag(
            "shutdownHook",
            true,
            "Whether a shutdown hook of the JVM ships what is buffered if the application ends without stopping its"
                    + " logging.");
    public static final Setting<Boolean> JMX = Setting.flag(
            "jmx",
            false,
            "Whether the counters are shown in JMX, as dev.centralog:type=Producer,app=...,id=...; loading JMX"
                    + " takes a fraction of a second.");
    public static final Setting<Long> MAX_MESSAGE_BYTES = Setting.size(
            "maxMessageBytes",
            "16KiB",
            new Range("64B", "1MiB"),
            "The longest message, template or message of a throwable, in UTF-8; a longer one is truncated and"
                    + " marked as truncated.");
    public static final Setting<Long> MAX_ARGUMENT_BYTES = Setting.size(
            "maxArgumentBytes",
            "1KiB",
            new Range("16B", "1MiB"),
            "The longest text of an argument, key-value or MDC value, in UTF-8. Also the longest payload of an"
                    + " action, which is 16KiB at most.");
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
            "The largest event as it is sent; if one is larger, all its limits are halved until it fits.");
    public static final Setting<Integer> MAX_GROUPS = Setting.number(
            "maxGroups",
            "200000",
            new Range("1", "10000000"),
            "The most pairs of group and process in one second in Redis; further ones are counted together in the"
                    + " group ~overflow.");
    public static final Setting<Boolean> PER_PROCESS = Setting.flag(
            "perProcess",
            true,
            "Whether events are counted per process. true: the column processes shows how many each process logged,"
                    + " and two halves of a split Redis can be merged; false: the counts of all processes are added up.");
    public static final Setting<Integer> SAMPLES = Setting.number(
            "samples",
            "32",
            new Range("0", "256"),
            "Of how many events at WARN and above, of each group, second and process, what is their own is kept: time,"
                    + " thread, message, arguments, MDC, NDC, key-values, and messages of throwables. Further ones are"
                    + " counted. 0: of the first one in Redis only.");
    public static final Setting<Integer> SAMPLES_BELOW_WARN = Setting.number(
            "samplesBelowWarn", "1", new Range("0", "256"), "The same as samples for events below WARN.");
    public static final Setting<Integer> SAMPLES_PER_SECOND = Setting.number(
            "samplesPerSecond",
            "256",
            new Range("0", "100000"),
            "The most samples that a process takes in one second, over all groups, besides those of each group's first"
                    + " event. Further ones are left out and counted.");
    public static final Setting<Integer> MAX_SAMPLES = Setting.number(
            "maxSamples",
            "256",
            new Range("0", "1000"),
            "The most samples of one group and second in Redis, of all processes; together 1MiB at most. Further ones"
                    + " are left out and counted.");
    public static final Setting<Duration> MAX_AGE = Setting.duration(
            "maxAge",
            "12h",
            new Range("1m", "20h"),
            "The age up to which an event is counted in the second in which it was logged; an older one is stored"
                    + " under the second of its arrival, and keeps its own time.");

    public static final Setting<Duration> SLICE_LENGTH = Setting.seconds(
            "sliceLength",
            "10m",
            new Range("1s", "1d"),
            "The length of a slice of actions: a user and an action make one row per slice.");
    public static final Setting<Integer> SLICE_RING = Setting.number(
            "sliceRing",
            "6",
            new Range("1", "60"),
            "How many slices, the current one included, accept late actions; an older action is counted in the"
                    + " slice of its arrival.");
    public static final Setting<Integer> MAX_SLICE_GROUPS = Setting.number(
            "maxSliceGroups",
            "2000000",
            new Range("1", "100000000"),
            "The most pairs of user and action in one slice in Redis; further ones are counted together as ~overflow.");
    public static final Setting<Integer> ACTION_SAMPLES = Setting.number(
            "actionSamples",
            "5",
            new Range("0", "100"),
            "How many distinct payloads of a user and an action are kept per delivery of a slice, besides the first"
                    + " and the last; together 64KiB at most. Late counts make separate deliveries.");
    public static final Setting<Duration> ACTION_FLUSH_INTERVAL = Setting.duration(
            "actionFlushInterval",
            "1s",
            new Range("10ms", "1m"),
            "How often counted actions are sent to Redis; in steps of flushInterval.");
    public static final Setting<String> ACTION_MARKER = Setting.text(
            "actionMarker",
            "ACTION",
            "The marker of events that are counted as actions. Their key-values or MDC must have the entries 'user'"
                    + " and 'action'; 'value' and 'payload' are optional. Empty: no events are counted as actions.");
    public static final Setting<Boolean> ACTION_EVENTS = Setting.flag(
            "actionEvents", true, "Whether an event that is counted as an action is also stored as an event.");

    /** The settings, all of them, in the order of docs/configuration.md. */
    public static final List<Setting<?>> ALL = List.of(
            ENABLED,
            REDIS,
            REDIS_USER,
            REDIS_PASSWORD,
            SENTINEL_USER,
            SENTINEL_PASSWORD,
            REDIS_DATABASE,
            REDIS_CA,
            REDIS_CERTIFICATE,
            REDIS_KEY,
            KEY_PREFIX,
            APP,
            ENVIRONMENT,
            RELEASE,
            HOST,
            INSTANCE,
            GROUP_BY,
            FINGERPRINT_KEY,
            TEXTS_PER_PLACE,
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
            SAMPLES,
            SAMPLES_BELOW_WARN,
            SAMPLES_PER_SECOND,
            MAX_SAMPLES,
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
        boolean plain = !config.get(REDIS).startsWith("rediss");
        for (Setting<String> file : List.of(REDIS_CA, REDIS_CERTIFICATE, REDIS_KEY)) {
            if (plain && !config.get(file).isEmpty()) {
                faults.add(
                        "setting '" + file.name() + "' is given, but 'redis' has no TLS: it must begin with rediss://");
            }
        }
        for (Setting<String> setting : List.of(
                REDIS,
                REDIS_USER,
                SENTINEL_USER,
                REDIS_CA,
                REDIS_CERTIFICATE,
                REDIS_KEY,
                KEY_PREFIX,
                SPILL_DIRECTORY)) {
            String value = config.get(setting);
            if (Placeholder.isIn(value)) {
                faults.add("setting '" + setting.name() + "' is '" + setting.shown(value)
                        + "', a placeholder that was not replaced");
            }
        }
        if (config.get(REDIS_CERTIFICATE).isEmpty() != config.get(REDIS_KEY).isEmpty()) {
            faults.add("only one of the settings 'redisCertificate' and 'redisKey' is given: set both or neither");
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }
}
