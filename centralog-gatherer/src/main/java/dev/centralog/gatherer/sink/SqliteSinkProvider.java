// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/** Sinks for {@code jdbc:sqlite:} URLs. */
public final class SqliteSinkProvider implements SinkProvider {
    @Override
    public String urlForm() {
        return SqliteDatabase.URL_START + "file";
    }

    @Override
    public boolean accepts(String url) {
        return url.startsWith(SqliteDatabase.URL_START);
    }

    @Override
    public Sinks open(SinkTarget target) {
        return JdbcSink.open(new SqliteDatabase(target));
    }
}
