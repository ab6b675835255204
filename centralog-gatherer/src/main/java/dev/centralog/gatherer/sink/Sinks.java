// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.ConfigException;
import dev.centralog.Setting;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/**
 * The sinks of one database, one for each stream.
 *
 * @param events for windows of events
 * @param actions for slices of actions
 */
public record Sinks(Sink<SealedWindow> events, Sink<SealedSlice> actions) implements AutoCloseable {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final Pattern WINDOWS_DRIVE = Pattern.compile("[A-Za-z]:[\\\\/].*");

    /** The JDBC URL of a database: what has no scheme is the name of a SQLite file. */
    public static String jdbcUrl(String database) {
        boolean isFile = !SCHEME.matcher(database).matches()
                || WINDOWS_DRIVE.matcher(database).matches();
        return isFile ? "jdbc:sqlite:" + database : database;
    }

    /**
     * Makes the sinks for a database; does not connect yet.
     *
     * @throws ConfigException if there are none for such a URL
     */
    public static Sinks open(SinkTarget target) {
        return provider(target.url()).open(target);
    }

    private static final Pattern USER_IN_URL = Pattern.compile("jdbc:\\w+://[^/?]*@");

    /**
     * The provider for a URL.
     *
     * @throws ConfigException if there is none
     */
    public static SinkProvider provider(String url) {
        // The drivers would take it for a part of the host, and say it.
        if (USER_IN_URL.matcher(url).lookingAt()) {
            throw new ConfigException(List.of("setting 'database' is '" + Setting.hidePassword(url)
                    + "'; no user may stand before the host: there are 'databaseUser' and 'databasePassword'"));
        }
        List<SinkProvider> all = ServiceLoader.load(SinkProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return all.stream()
                .filter(each -> each.accepts(url))
                .findFirst()
                .orElseThrow(() -> new ConfigException(List.of("setting 'database' is '" + Setting.hidePassword(url)
                        + "'; allowed is the name of a SQLite file or "
                        + String.join(
                                " or ", all.stream().map(SinkProvider::urlForm).toList()))));
    }

    /** Disconnects both. */
    @Override
    public void close() {
        events.close();
        actions.close();
    }
}
