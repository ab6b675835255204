// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.Thrown;
import java.util.List;

/**
 * What an event may be at most, what of its MDC is kept, and what is masked in it, as the settings say.
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
 * @param mask what is replaced by {@code ***}
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

    /** The bounds that the settings give. */
    public static EventLimits of(CentralogConfig config) {
        return of(config, () -> {});
    }

    /** The same; {@code maskFailed} is run for each search by {@code mask} that was given up. */
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

    /** The event without what may not leave the process, and cut to these bounds; what was cut is in its cuts. */
    public LogEvent apply(LogEvent event) {
        return new EventTruncator(this).apply(event);
    }

    /** The whole text that an event is grouped by, without what is masked in it. */
    public String groupText(String text) {
        return mask.isNone() ? text : whole(mask.forGroup(), text);
    }

    /** The whole fingerprint that an event carries under that key, without what is masked in it, or there behind its key. */
    public String groupFingerprint(String key, String text) {
        if (mask.isNone()) {
            return text;
        }
        Mask masking = mask.forGroup();
        EventSecrets.findBehind(key, text, masking);
        return masking.hidesKey(key) ? Mask.MASKED : whole(masking, text);
    }

    /** The whole id of a user or an action, without what is masked in it. */
    public String id(String text) {
        return mask.isNone() ? text : whole(mask.forId(), text);
    }

    private static String whole(Mask masking, String text) {
        return masking.apply(text, Integer.MAX_VALUE).text();
    }

    /** The text of an action's payload as it may leave the process: masked, cut and well-formed. */
    public String argument(String text) {
        int bound = Math.min(maxArgumentBytes, TotalsEncoder.MAX_PAYLOAD_BYTES);
        return Text.wellFormed(mask.forPayload().apply(text, bound).text());
    }

    boolean keepsMdc(String key) {
        return (mdcInclude.isEmpty() || mdcInclude.contains(key)) && !mdcExclude.contains(key);
    }

    /**
     * These bounds for an event that was masked, each half as large but for the one on the whole event; where none can be, the
     * same.
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
