// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/** Sinks for {@code jdbc:mariadb:} and {@code jdbc:mysql:} URLs. */
public final class MariaSinkProvider implements SinkProvider {
    @Override
    public String urlForm() {
        return MariaDatabase.URL_FORM + " (jdbc:mysql: for MySQL)";
    }

    @Override
    public boolean accepts(String url) {
        return MariaDatabase.accepts(url);
    }

    @Override
    public Sinks open(SinkTarget target) {
        return JdbcSink.open(new MariaDatabase(target));
    }
}
