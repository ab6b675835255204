// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.database;

import dev.centralog.testkit.LocalMariaDb;

/** A MariaDB server with one database. */
public final class MariaMeasured extends MeasuredDatabase {
    private static final long BUFFER_POOL_BYTES = 1L << 30;

    private final LocalMariaDb server = LocalMariaDb.start();
    private final String url = server.createDatabase();

    /** Starts the server, and makes the tables. */
    public MariaMeasured() {
        server.execute("SET GLOBAL innodb_buffer_pool_size = " + BUFFER_POOL_BYTES);
        migrate();
    }

    @Override
    public String name() {
        return "MariaDB";
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    String parts() {
        return "SELECT table_name, data_length + index_length FROM information_schema.tables"
                + " WHERE table_schema = database() AND table_type = 'BASE TABLE'";
    }

    @Override
    public void close() {
        server.close();
    }
}
