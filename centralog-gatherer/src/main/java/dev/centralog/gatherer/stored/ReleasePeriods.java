// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.stored;

import dev.centralog.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The choice of the releases that are asked about, one for each application and environment. */
public final class ReleasePeriods {
    private static final Comparator<StoredRelease> BY_START =
            Comparator.comparing(StoredRelease::from).thenComparing(StoredRelease::release);

    private ReleasePeriods() {}

    private record Application(String app, String environment) {}

    /**
     * Returns a query for each application and environment that has the release.
     *
     * @param all the releases
     * @param name the release; null for the one that began last, of each application and environment
     * @param level the least severe level; null for all
     * @param now the present time: the end of the period
     */
    public static List<ChangeQuery> of(
            List<StoredRelease> all, @Nullable String name, @Nullable Level level, Instant now) {
        Map<Application, List<StoredRelease>> byApplication = new LinkedHashMap<>();
        all.stream().sorted(BY_START).forEach(each -> byApplication
                .computeIfAbsent(new Application(each.app(), each.environment()), key -> new ArrayList<>())
                .add(each));
        List<ChangeQuery> queries = new ArrayList<>();
        byApplication.forEach((application, releases) -> {
            int index = releases.size() - 1;
            while (index >= 0 && name != null && !releases.get(index).release().equals(name)) {
                index--;
            }
            if (index >= 0) {
                StoredRelease release = releases.get(index);
                queries.add(new ChangeQuery(
                        new ChangeQuery.Filter(application.app, application.environment, level),
                        release.from(),
                        now.isAfter(release.from()) ? now : release.from().plusSeconds(1),
                        new ChangeQuery.Release(release, index == 0 ? null : releases.get(index - 1)),
                        Duration.ZERO));
            }
        });
        return queries;
    }
}
