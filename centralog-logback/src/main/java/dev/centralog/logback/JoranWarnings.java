// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.status.Status;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the misspelt elements of an appender. Logback's configurator skips an element that the appender has no setter
 * for. It leaves only a warning among its statuses, which nobody reads, and offers no hook.
 */
final class JoranWarnings {
    private static final Pattern UNKNOWN = Pattern.compile("Ignoring unknown property \\[([^\\]]*)] in \\[([^\\]]*)]");

    private final Context context;
    private final @Nullable Status before;

    /** Remembers the latest status; later ones, until the appender starts, may concern the appender. */
    JoranWarnings(Context context) {
        this.context = context;
        List<Status> said = statuses();
        before = said.isEmpty() ? null : said.get(said.size() - 1);
    }

    /**
     * Returns the elements of that class that were skipped since then. It uses no streams, because it runs at every
     * application's start.
     */
    Set<String> unknownElementsOf(Class<?> appender) {
        Set<String> unknown = new LinkedHashSet<>();
        for (Status status : since()) {
            Matcher skipped = UNKNOWN.matcher(String.valueOf(status.getMessage()));
            if (skipped.matches() && skipped.group(2).equals(appender.getName())) {
                unknown.add(skipped.group(1));
            }
        }
        return unknown;
    }

    private List<Status> since() {
        List<Status> said = statuses();
        if (before == null) {
            return said;
        }
        for (int index = said.size() - 1; index >= 0; index--) {
            if (said.get(index) == before) {
                return said.subList(index + 1, said.size());
            }
        }
        // Logback keeps only the first and the last 150, so the remembered one has been removed.
        return said.stream()
                .filter(status -> status.getTimestamp() >= before.getTimestamp())
                .toList();
    }

    private List<Status> statuses() {
        return context.getStatusManager() == null
                ? List.of()
                : context.getStatusManager().getCopyOfStatusList();
    }
}
