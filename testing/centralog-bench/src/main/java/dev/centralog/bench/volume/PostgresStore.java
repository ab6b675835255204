// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import dev.centralog.testkit.LocalPostgres;
import java.sql.SQLException;

/** A PostgreSQL database, which counts its statements. */
final class PostgresStore implements Store {
    private static final String TEXT_START = "PostgreSQL ";

    private final LocalPostgres server;
    private final String url;

    private PostgresStore(LocalPostgres server) {
        this.server = server;
        url = server.createDatabase();
    }

    static PostgresStore start() {
        LocalPostgres server = LocalPostgres.start();
        try {
            server.execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
            server.stop();
            server.restart();
            server.execute("CREATE EXTENSION pg_stat_statements");
            return new PostgresStore(server);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public String version() throws SQLException {
        long number = Store.number(url, "SELECT current_setting('server_version_num')");
        return TEXT_START + number / 10_000 + "." + number % 10_000;
    }

    @Override
    public String startSecond() {
        return "extract(epoch FROM slice_start)::bigint";
    }

    @Override
    public Activity activity() throws SQLException {
        return new Activity(
                Store.number(url, "SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'actions'"),
                Store.number(
                        server.jdbcUrl(),
                        "SELECT sum(calls) FROM pg_stat_statements"
                                + " WHERE query LIKE 'COPY actions %' OR query LIKE 'INSERT INTO actions %'"),
                Store.number(url, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"));
    }

    @Override
    public void close() {
        server.close();
    }
}
