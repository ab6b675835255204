// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.process;

import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Surroundings that a test makes. */
final class MapSurroundings implements Surroundings {
    final Map<String, String> variables = new HashMap<>();
    final Map<String, String> properties = new HashMap<>();
    final Map<String, URL> resources = new HashMap<>();

    @Override
    public @Nullable String variable(String name) {
        return variables.get(name);
    }

    @Override
    public @Nullable String property(String name) {
        return properties.get(name);
    }

    @Override
    public @Nullable URL resource(String name) {
        return resources.get(name);
    }
}
