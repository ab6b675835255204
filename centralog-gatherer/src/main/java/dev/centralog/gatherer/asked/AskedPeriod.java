// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.asked;

import dev.centralog.Setting;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The period of which it is asked what has changed in it.
 *
 * @param release the release's name; {@link #LAST} for the last one, null for a period between two times
 * @param from the start; of a release, the time of asking
 * @param to the end
 * @param quiet how long a family must not have been seen to be back
 */
public record AskedPeriod(@Nullable String release, Instant from, Instant to, Duration quiet) {
    /** The stand-in for the release that began last. */
    public static final String LAST = "~last";

    /** The allowed lengths of time for which a family must not have been seen to be back, and the usual one. */
    public static final Setting<Duration> QUIET =
            Setting.duration("quiet", "7d", new Setting.Range("1h", "400d"), "How long a family must be quiet.");

    /** Returns the period of a release, asked at a time. */
    public static AskedPeriod ofRelease(String release, Instant now) {
        return new AskedPeriod(release, now, now, QUIET.defaultValue());
    }
}
