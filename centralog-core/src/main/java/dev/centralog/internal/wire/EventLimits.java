// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.Thrown;
import java.util.List;

/**
 * The limits of an event, the MDC keys that are kept, and the texts that are masked, as the settings say.
 *
 * <p>Thread-safety: immutable.
 *
 * @param maxMessageBytes the longest message, template, or message of a throwable, in UTF-8
 * @param maxArgumentBytes the longest argument or value, in UTF-8
 * @param maxNameBytes the longest name of anything, in UTF-8
 * @param maxArguments the most arguments, and the most key-values
 * @param maxFrames the most frames of one throwable
 * @param maxThrowables the most throwables of one event
 * @param maxMdcEntries the most entries of the MDC, of the NDC, and the most markers
 * @param maxEventBytes the most bytes of an encoded event
 * @param mdcInclude the MDC keys to keep; empty: all
 * @param mdcExclude the MDC keys to leave out
 * @param mask the rule that says what is replaced by {@code ***}
 */
public record EventLimits(
        int maxMessageBytes,
        int maxArgumentBytes,
        int maxNameBytes,
        int maxArguments,
        int maxFrames,
        int maxThrowables,
        int maxMdcEntries,
        int maxEventBytes,
        List<String> mdcInclude,
        List<String> mdcExclude,
        MaskRule mask) {
    private static final int MAX_NAME_BYTES = 1024;

    public EventLimits {
        mdcInclude = List.copyOf(mdcInclude);
        mdcExclude = List.copyOf(mdcExclude);
    }

    /** Returns the limits that the settings give. */
    public static EventLimits of(CentralogConfig config) {
        return of(config, () -> {});
    }

    /**
     * Returns the limits that the settings give; {@code maskFailed} is run for each search by {@code mask} that is
     * given up.
     */
    public static EventLimits of(CentralogConfig config, Runnable maskFailed) {
        return new EventLimits(
                Math.toIntExact(config.get(Settings.MAX_MESSAGE_BYTES)),
                Math.toIntExact(config.get(Settings.MAX_ARGUMENT_BYTES)),
                MAX_NAME_BYTES,
                config.get(Settings.MAX_ARGUMENTS),
                config.get(Settings.MAX_FRAMES),
                Thrown.MAX_THROWABLES,
                config.get(Settings.MAX_MDC_ENTRIES),
                Math.toIntExact(config.get(Settings.MAX_EVENT_BYTES)),
                config.get(Settings.MDC_INCLUDE),
                config.get(Settings.MDC_EXCLUDE),
                MaskRule.of(config, maskFailed));
    }

    /**
     * Returns the event masked and truncated to these limits; the truncated fields are in its {@link LogEvent#cuts}.
     */
    public LogEvent apply(LogEvent event) {
        return new EventTruncator(this).apply(event);
    }

    /** Returns the whole text by which an event is grouped, masked. */
    public String groupText(String text) {
        return mask.isNone() ? text : whole(mask.forGroup(), text);
    }

    /**
     * Returns the whole fingerprint that an event carries under that key, masked; including what the mask finds only
     * if the text follows its key.
     */
    public String groupFingerprint(String key, String text) {
        if (mask.isNone()) {
            return text;
        }
        Mask masking = mask.forGroup();
        EventSecrets.findBehind(key, text, masking);
        return masking.hidesKey(key) ? Mask.MASKED : whole(masking, text);
    }

    /** Returns the whole id of a user or an action, masked. */
    public String id(String text) {
        return mask.isNone() ? text : whole(mask.forId(), text);
    }

    private static String whole(Mask masking, String text) {
        return masking.apply(text, Integer.MAX_VALUE).text();
    }

    /** Returns the text of an action's payload as it may leave the process: masked, truncated and well-formed. */
    public String argument(String text) {
        int bound = Math.min(maxArgumentBytes, TotalsEncoder.MAX_PAYLOAD_BYTES);
        return Text.wellFormed(mask.forPayload().apply(text, bound).text());
    }

    boolean keepsMdc(String key) {
        return (mdcInclude.isEmpty() || mdcInclude.contains(key)) && !mdcExclude.contains(key);
    }

    /**
     * Returns these limits for an event that is already masked, each half as large except that of the whole event;
     * equal limits if none can be halved.
     */
    EventLimits halved() {
        return new EventLimits(
                half(maxMessageBytes, 64),
                half(maxArgumentBytes, 16),
                half(maxNameBytes, 64),
                half(maxArguments, 0),
                half(maxFrames, 0),
                half(maxThrowables, 1),
                half(maxMdcEntries, 0),
                maxEventBytes,
                mdcInclude,
                mdcExclude,
                MaskRule.NONE);
    }

    private static int half(int bound, int least) {
        return bound <= least ? bound : Math.max(least, bound / 2);
    }
}
