// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The names under which sums by release are kept. Some give each process a release of its own, a pod's name for instance; so that this
 * does not make a row of sums for each of them, an application and environment may have {@value #MOST} names within a day, and
 * all that is beyond is counted as {@value #OTHERS}.
 *
 * <p>Thread-safety: none.
 */
public final class ReleaseNames {
    /** The name of the releases beyond the first ones. */
    public static final String OTHERS = "~others";

    /** The most releases of one application and environment that keep their names within a day. */
    static final int MOST = 100;

    /** The most applications and environments that are remembered; the others begin anew. */
    private static final int MOST_APPLICATIONS = 1_000;

    private static final Duration DAY = Duration.ofDays(1);

    private final Map<Application, Map<String, Instant>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Application, Map<String, Instant>> eldest) {
            return size() > MOST_APPLICATIONS;
        }
    };

    private record Application(String app, String environment) {}

    /** Returns the start of a release's name that sums are kept under. */
    public static String stored(String release) {
        return RollUps.name(release, RollUps.MOST_CHARACTERS);
    }

    /** Returns the name under which a release is counted in a window; an empty one stays empty. */
    String of(String app, String environment, String release, Instant window) {
        if (release.isEmpty()) {
            return release;
        }
        Map<String, Instant> names = known.computeIfAbsent(new Application(app, environment), key -> new HashMap<>());
        if (!names.containsKey(release) && names.size() >= MOST) {
            Instant dayAgo = window.minus(DAY);
            names.values().removeIf(last -> last.isBefore(dayAgo));
            if (names.size() >= MOST) {
                return OTHERS;
            }
        }
        names.merge(release, window, (before, now) -> now.isAfter(before) ? now : before);
        return release;
    }
}
