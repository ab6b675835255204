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
     * Makes a sink; does not connect yet.
     *
     * @throws dev.centralog.ConfigException if the URL can't be used
     */
    Sink open(SinkTarget target);
}
