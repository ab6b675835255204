// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.size;

import org.jspecify.annotations.Nullable;

/** The databases that were measured. */
public enum Store {
    /** A file of the gatherer, of which there is only one. */
    SQLITE("SQLite", Stage.GATHERER_SQLITE, null, Stage.DISK_SQLITE),
    /** A server. */
    POSTGRESQL("PostgreSQL", Stage.GATHERER_POSTGRESQL, Stage.POSTGRESQL, Stage.DISK_POSTGRESQL);

    private final String title;
    private final Stage gatherer;
    private final @Nullable Stage server;
    private final Stage disk;

    Store(String title, Stage gatherer, @Nullable Stage server, Stage disk) {
        this.title = title;
        this.gatherer = gatherer;
        this.server = server;
        this.disk = disk;
    }

    /** Returns its name. */
    public String title() {
        return title;
    }

    /** Returns the seconds on a core that gatherers need for amounts. */
    double gathererSeconds(Costs costs, Amounts amounts) {
        return costs.of(gatherer, amounts) / 1e6;
    }

    /** Returns the seconds on a core that the server's processes need for amounts; 0 if there are none. */
    double serverSeconds(Costs costs, Amounts amounts) {
        return server == null ? 0 : costs.of(server, amounts) / 1e6;
    }

    /** Returns the bytes that amounts take on disk. */
    double diskBytes(Costs costs, Amounts amounts) {
        return costs.of(disk, amounts);
    }
}
