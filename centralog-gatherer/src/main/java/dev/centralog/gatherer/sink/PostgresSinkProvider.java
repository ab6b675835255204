// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/** Sinks for {@code jdbc:postgresql:} URLs. */
public final class PostgresSinkProvider implements SinkProvider {
    @Override
    public String urlForm() {
        return PostgresDatabase.URL_START + "//host[:port]/database";
    }

    @Override
    public boolean accepts(String url) {
        return url.startsWith(PostgresDatabase.URL_START);
    }

    @Override
    public Sinks open(SinkTarget target) {
        return JdbcSink.open(new PostgresDatabase(target));
    }
}
