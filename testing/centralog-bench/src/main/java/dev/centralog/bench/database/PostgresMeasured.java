// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.database;

import dev.centralog.testkit.LocalPostgres;

/** A PostgreSQL server with one database. */
public final class PostgresMeasured extends MeasuredDatabase {
    private final LocalPostgres server = LocalPostgres.startDurable();
    private final String url = server.createDatabase();

    /** Starts the server, and makes the tables. */
    public PostgresMeasured() {
        migrate();
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public String url() {
        return url;
    }

    /** Partitions count as what they are partitions of. */
    @Override
    String parts() {
        return "SELECT coalesce(pg_partition_root(oid)::text, relname),"
                + " CASE relkind WHEN 'i' THEN pg_total_relation_size(oid) ELSE pg_table_size(oid) END"
                + " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')";
    }

    @Override
    public void close() {
        server.close();
    }
}
