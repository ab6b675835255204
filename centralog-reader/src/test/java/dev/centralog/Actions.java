// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.ActionSlice;
import dev.centralog.gather.ActionSource;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gather.ReaderSettings;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The actions that have arrived, as a database would hold them. */
public final class Actions {
    static final StatusListener SILENT = (severity, message, cause) -> {};

    private final Map<Identity, GatheredAction> rows = new HashMap<>();
    private final List<Instant> drained = new ArrayList<>();

    private record Identity(Instant start, Duration length, String user, String action, String delivery) {}

    /** Returns a configuration with slices of a second, which are drained when the next one is over. */
    public static CentralogConfig config(int port) {
        return Logs.config(port)
                .with(Settings.SLICE_LENGTH, Duration.ofSeconds(1))
                .with(Settings.SLICE_RING, 60)
                .with(Settings.ACTION_FLUSH_INTERVAL, Duration.ofMillis(20))
                .with(ReaderSettings.LEASE, Duration.ofSeconds(1));
    }

    public static ActionSource open(CentralogConfig config) {
        return ActionSource.open(config, SILENT);
    }

    /** Gathers all actions that Redis holds now, those of open slices as soon as they are due. */
    public static Actions gatherAll(CentralogConfig config) throws InterruptedException {
        Actions all = new Actions();
        try (ActionSource source = open(config)) {
            Backlog backlog = source.backlog();
            while (!backlog.isDoneIn(source.backlog())) {
                all.gatherNext(source, Duration.ofSeconds(1));
            }
        }
        return all;
    }

    /** Stores and acknowledges the next slice; false if none is due. */
    public boolean gatherNext(ActionSource source, Duration wait) throws InterruptedException {
        ActionSlice slice = source.claim(wait);
        if (slice == null) {
            return false;
        }
        store(slice);
        slice.acknowledge();
        return true;
    }

    /** Stores a slice as a database does: of two rows of one identity the larger count stays. */
    public void store(ActionSlice slice) {
        List<GatheredAction> content = new ArrayList<>();
        slice.forEach(content::add);
        drained.add(slice.sliceStart());
        for (GatheredAction each : content) {
            rows.merge(
                    new Identity(each.sliceStart(), each.sliceLength(), each.user(), each.action(), each.delivery()),
                    each,
                    (old, next) -> next.count() > old.count() ? next : old);
        }
    }

    public List<GatheredAction> rows() {
        return List.copyOf(rows.values());
    }

    /** Returns the starts of the slices, in the order in which they were stored. */
    public List<Instant> drained() {
        return List.copyOf(drained);
    }

    public long count() {
        return rows.values().stream().mapToLong(GatheredAction::count).sum();
    }

    public BigDecimal sum() {
        return rows.values().stream()
                .map(each -> each.totals().sum() == null
                        ? BigDecimal.ZERO
                        : each.totals().sum())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Returns the rows of one slice. */
    public List<GatheredAction> of(Instant start) {
        List<GatheredAction> found = rows.values().stream()
                .filter(each -> each.sliceStart().equals(start))
                .toList();
        assertThat(found).as("rows of %s", start).isNotEmpty();
        return found;
    }
}
