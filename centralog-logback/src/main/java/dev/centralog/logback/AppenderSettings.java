// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.centralog.Setting;
import dev.centralog.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of the appender in the form that Logback needs: one setter for each of {@link Settings}. Each takes the
 * text of the configuration, e.g. {@code <flushInterval>200 ms</flushInterval>}. {@link Settings} documents meanings
 * and allowed values. The texts are parsed when the appender starts, so that all faults are reported together.
 */
public abstract sealed class AppenderSettings extends UnsynchronizedAppenderBase<ILoggingEvent>
        permits CentralogAppender {
    private final Map<String, String> texts = new LinkedHashMap<>();

    AppenderSettings() {}

    /** Returns the texts set so far, by the names of their settings. */
    final Map<String, String> texts() {
        return texts;
    }

    private void put(Setting<?> setting, String text) {
        texts.put(setting.name(), text);
    }

    public final void setEnabled(String text) {
        put(Settings.ENABLED, text);
    }

    public final void setRedis(String text) {
        put(Settings.REDIS, text);
    }

    public final void setRedisUser(String text) {
        put(Settings.REDIS_USER, text);
    }

    public final void setRedisPassword(String text) {
        put(Settings.REDIS_PASSWORD, text);
    }

    public final void setSentinelUser(String text) {
        put(Settings.SENTINEL_USER, text);
    }

    public final void setSentinelPassword(String text) {
        put(Settings.SENTINEL_PASSWORD, text);
    }

    public final void setRedisDatabase(String text) {
        put(Settings.REDIS_DATABASE, text);
    }

    public final void setRedisCa(String text) {
        put(Settings.REDIS_CA, text);
    }

    public final void setRedisCertificate(String text) {
        put(Settings.REDIS_CERTIFICATE, text);
    }

    public final void setRedisKey(String text) {
        put(Settings.REDIS_KEY, text);
    }

    public final void setKeyPrefix(String text) {
        put(Settings.KEY_PREFIX, text);
    }

    public final void setApp(String text) {
        put(Settings.APP, text);
    }

    public final void setEnvironment(String text) {
        put(Settings.ENVIRONMENT, text);
    }

    public final void setRelease(String text) {
        put(Settings.RELEASE, text);
    }

    public final void setHost(String text) {
        put(Settings.HOST, text);
    }

    public final void setInstance(String text) {
        put(Settings.INSTANCE, text);
    }

    public final void setGroupBy(String text) {
        put(Settings.GROUP_BY, text);
    }

    public final void setFingerprintKey(String text) {
        put(Settings.FINGERPRINT_KEY, text);
    }

    public final void setTextsPerPlace(String text) {
        put(Settings.TEXTS_PER_PLACE, text);
    }

    public final void setMdcInclude(String text) {
        put(Settings.MDC_INCLUDE, text);
    }

    public final void setMdcExclude(String text) {
        put(Settings.MDC_EXCLUDE, text);
    }

    public final void setMask(String text) {
        put(Settings.MASK, text);
    }

    public final void setMaskKeys(String text) {
        put(Settings.MASK_KEYS, text);
    }

    public final void setBufferBytes(String text) {
        put(Settings.BUFFER_BYTES, text);
    }

    public final void setReplayBytes(String text) {
        put(Settings.REPLAY_BYTES, text);
    }

    public final void setSpillDirectory(String text) {
        put(Settings.SPILL_DIRECTORY, text);
    }

    public final void setSpillBytes(String text) {
        put(Settings.SPILL_BYTES, text);
    }

    public final void setAwaitDurableTimeout(String text) {
        put(Settings.AWAIT_DURABLE_TIMEOUT, text);
    }

    public final void setFlushInterval(String text) {
        put(Settings.FLUSH_INTERVAL, text);
    }

    public final void setConnectTimeout(String text) {
        put(Settings.CONNECT_TIMEOUT, text);
    }

    public final void setCommandTimeout(String text) {
        put(Settings.COMMAND_TIMEOUT, text);
    }

    public final void setShutdownTimeout(String text) {
        put(Settings.SHUTDOWN_TIMEOUT, text);
    }

    public final void setShutdownTimeoutAway(String text) {
        put(Settings.SHUTDOWN_TIMEOUT_AWAY, text);
    }

    public final void setShutdownHook(String text) {
        put(Settings.SHUTDOWN_HOOK, text);
    }

    public final void setJmx(String text) {
        put(Settings.JMX, text);
    }

    public final void setMaxMessageBytes(String text) {
        put(Settings.MAX_MESSAGE_BYTES, text);
    }

    public final void setMaxArgumentBytes(String text) {
        put(Settings.MAX_ARGUMENT_BYTES, text);
    }

    public final void setMaxArguments(String text) {
        put(Settings.MAX_ARGUMENTS, text);
    }

    public final void setMaxFrames(String text) {
        put(Settings.MAX_FRAMES, text);
    }

    public final void setMaxMdcEntries(String text) {
        put(Settings.MAX_MDC_ENTRIES, text);
    }

    public final void setMaxEventBytes(String text) {
        put(Settings.MAX_EVENT_BYTES, text);
    }

    public final void setMaxGroups(String text) {
        put(Settings.MAX_GROUPS, text);
    }

    public final void setPerProcess(String text) {
        put(Settings.PER_PROCESS, text);
    }

    public final void setSamples(String text) {
        put(Settings.SAMPLES, text);
    }

    public final void setSamplesBelowWarn(String text) {
        put(Settings.SAMPLES_BELOW_WARN, text);
    }

    public final void setSamplesPerSecond(String text) {
        put(Settings.SAMPLES_PER_SECOND, text);
    }

    public final void setMaxSamples(String text) {
        put(Settings.MAX_SAMPLES, text);
    }

    public final void setMaxAge(String text) {
        put(Settings.MAX_AGE, text);
    }

    public final void setSliceLength(String text) {
        put(Settings.SLICE_LENGTH, text);
    }

    public final void setSliceRing(String text) {
        put(Settings.SLICE_RING, text);
    }

    public final void setMaxSliceGroups(String text) {
        put(Settings.MAX_SLICE_GROUPS, text);
    }

    public final void setActionSamples(String text) {
        put(Settings.ACTION_SAMPLES, text);
    }

    public final void setActionFlushInterval(String text) {
        put(Settings.ACTION_FLUSH_INTERVAL, text);
    }

    public final void setActionMarker(String text) {
        put(Settings.ACTION_MARKER, text);
    }

    public final void setActionEvents(String text) {
        put(Settings.ACTION_EVENTS, text);
    }
}
