// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

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
        Sinks sinks = JdbcSink.open(new SqliteDatabase(target));
        Lock turn = new ReentrantLock(true);
        return new Sinks(new SerializedSink<>(sinks.events(), turn), new SerializedSink<>(sinks.actions(), turn));
    }
}
