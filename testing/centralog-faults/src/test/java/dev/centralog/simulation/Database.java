// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.wire.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table that gatherers store into; each delivery is stored as a whole. Of two counts of one group, process and
 * delivery the larger one stays.
 */
final class Database {
    private final @Nullable Mutant mutant;
    private final Map<Identity, Row> rows = new HashMap<>();

    /** The key of a row. */
    record Identity(Window window, String name, String redisId, long generation) {}

    /** The contents of a row. */
    record Row(long repeats, boolean hasPayload) {}

    Database(@Nullable Mutant mutant) {
        this.mutant = mutant;
    }

    Map<Identity, Row> rows() {
        return rows;
    }

    /** Stores a delivery in one transaction. */
    void store(List<Map.Entry<Identity, Row>> delivery) {
        for (Map.Entry<Identity, Row> each : delivery) {
            rows.merge(known(each.getKey()), each.getValue(), this::both);
        }
    }

    private Identity known(Identity whole) {
        if (mutant == Mutant.IDENTITY_WITHOUT_DELIVERY) {
            return new Identity(whole.window, whole.name, whole.redisId, 1);
        }
        return mutant == Mutant.IDENTITY_WITHOUT_SOURCE
                ? new Identity(whole.window, whole.name, Standing.NOWHERE, whole.generation)
                : whole;
    }

    private Row both(Row before, Row now) {
        long repeats = Math.max(before.repeats, now.repeats);
        if (mutant == Mutant.COUNTS_ADD_UP) {
            repeats = before.repeats + now.repeats;
        } else if (mutant == Mutant.SMALLER_COUNT_WINS) {
            repeats = Math.min(before.repeats, now.repeats);
        } else if (mutant == Mutant.FIRST_COUNT_WINS) {
            repeats = before.repeats;
        } else if (mutant == Mutant.LAST_COUNT_WINS) {
            repeats = now.repeats;
        }
        return new Row(repeats, before.hasPayload || now.hasPayload);
    }
}
