// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.Level;
import dev.centralog.gatherer.stored.StoredOverview;
import dev.centralog.gatherer.stored.StoredReader;
import dev.centralog.gatherer.stored.StoredRelease;
import dev.centralog.gatherer.text.JsonLine;
import dev.centralog.gatherer.text.Times;
import dev.centralog.internal.status.Version;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The view {@code meta}: what there is to choose from. */
final class MetaView implements View {
    private static final int MOST_NAMES = 500;
    private static final int MOST_RELEASES = 100;

    @Override
    public Function<StoredReader, JsonLine> of(Parameters parameters) {
        parameters.allowOnly(List.of());
        Instant now = parameters.times().now();
        return stored -> read(stored, now);
    }

    private static JsonLine read(StoredReader stored, Instant now) {
        StoredOverview overview = stored.overview();
        List<Map<String, Object>> releases = stored.changes().releases(null, null).stream()
                .sorted(Comparator.comparing(StoredRelease::from).reversed())
                .limit(MOST_RELEASES)
                .map(MetaView::release)
                .toList();
        JsonLine complete = new JsonLine();
        overview.completeUpTo().forEach((stream, time) -> complete.put(stream, Times.UTC.iso(time)));
        return new JsonLine()
                .put("version", Version.current())
                .put("now", Times.UTC.iso(now))
                .put("database", overview.product())
                .put("apps", overview.apps(MOST_NAMES))
                .put("environments", overview.environments(MOST_NAMES))
                .put(
                        "levels",
                        overview.levels(MOST_NAMES).stream().map(Level::name).toList())
                .put("releases", releases)
                .put("complete_up_to", complete.fields());
    }

    private static Map<String, Object> release(StoredRelease release) {
        return new JsonLine()
                .put("app", release.app())
                .put("environment", release.environment())
                .put("release", release.release())
                .put("first_seen", Times.UTC.iso(release.from()))
                .put("last_seen", Times.UTC.iso(release.lastSeen()))
                .fields();
    }
}
