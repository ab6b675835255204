// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

/**
 * Makes sinks for one kind of JDBC URL; found by {@link java.util.ServiceLoader}.
 *
 * <p>Thread-safety: must be thread-safe.
 */
public interface SinkProvider {
    /** The form of its URLs as messages show it, e.g. {@code jdbc:postgresql://host[:port]/database}. */
    String urlForm();

    /** Whether that JDBC URL is one of its own. */
    boolean accepts(String url);

    /**
     * Makes the sinks of a database; does not connect yet. They share nothing, as each has a thread of its own.
     *
     * @throws dev.centralog.ConfigException if the URL can't be used
     */
    Sinks open(SinkTarget target);
}
