// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.ConfigException;
import dev.centralog.gather.SinkAddress;
import dev.centralog.gather.SinkFactory;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The sinks that jars beside the gatherer's own bring, for addresses that are none of a database. */
final class PluggedSinks {
    private PluggedSinks() {}

    /**
     * Returns the sinks for an address; null if no jar has any for its scheme. Does not connect.
     *
     * @throws ConfigException if the address can't be used
     */
    static @Nullable Sinks open(SinkTarget target) {
        SinkFactory factory = factory(target.url());
        if (factory == null) {
            return null;
        }
        SinkAddress address = new SinkAddress(target.url(), target.traceKeys().traceIds(), target.status());
        return new Sinks(
                new PluggedSink<>(target, factory.events(address), PluggedSink.Content.OF_WINDOWS),
                new PluggedSink<>(target, factory.actions(address), PluggedSink.Content.OF_SLICES));
    }

    /** Returns whether a jar has sinks for the scheme of an address. */
    static boolean take(String url) {
        return factory(url) != null;
    }

    private static @Nullable SinkFactory factory(String url) {
        int end = url.indexOf(':');
        String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
        if (scheme.isEmpty() || scheme.equals("jdbc")) {
            return null;
        }
        try {
            for (SinkFactory each : ServiceLoader.load(SinkFactory.class)) {
                if (each.scheme().equals(scheme)) {
                    return each;
                }
            }
            return null;
        } catch (ServiceConfigurationError e) {
            throw new ConfigException(
                    List.of("setting 'database' needs a sink from a jar in 'lib', and one there can't be used: "
                            + e.getMessage() + "; remove that jar, or take one that was made for this version"));
        }
    }
}
