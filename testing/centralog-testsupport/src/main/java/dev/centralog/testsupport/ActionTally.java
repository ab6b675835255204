// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testsupport;

import static java.util.Objects.requireNonNullElse;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.ReaderSettings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** All actions that a Redis held, drained from it as their slices became due. Immutable. */
public record ActionTally(List<GatheredAction> rows) {
    public ActionTally {
        rows = List.copyOf(rows);
    }

    /** Drains all that the Redis at that URI holds; blocks until the last slice is due. */
    public static ActionTally of(String redis) {
        CentralogConfig config =
                CentralogConfig.defaults().with(Settings.REDIS, redis).with(ReaderSettings.SLICE_DISTANCE, 1);
        List<GatheredAction> rows = new ArrayList<>();
        try (ActionSource source = ActionSource.open(config, StatusListener.standardError())) {
            Draining.all(source, slice -> slice.forEach(rows::add));
        }
        return new ActionTally(rows);
    }

    /** Returns the actions of one user and one kind, in all slices. */
    public ActionTally of(String user, String action) {
        return new ActionTally(rows.stream()
                .filter(row -> row.user().equals(user) && row.action().equals(action))
                .toList());
    }

    /** Returns the number of calls. */
    public long count() {
        return total(GatheredAction::count);
    }

    /** Returns the number of calls with a value. */
    public long values() {
        return total(row -> row.totals().values());
    }

    /** Returns the number of values that were rejected. */
    public long rejected() {
        return total(row -> row.totals().rejected());
    }

    private long total(ToLongFunction<GatheredAction> figure) {
        return rows.stream().mapToLong(figure).sum();
    }

    /** Returns the sum of all values. */
    public BigDecimal sum() {
        return rows.stream()
                .map(row -> requireNonNullElse(row.totals().sum(), BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Returns the payloads that were kept as samples, each once. */
    public List<String> samples() {
        return rows.stream()
                .flatMap(row -> row.totals().samples().stream())
                .distinct()
                .toList();
    }

    /** Returns the users, each once. */
    public List<String> users() {
        return rows.stream().map(GatheredAction::user).distinct().toList();
    }
}
