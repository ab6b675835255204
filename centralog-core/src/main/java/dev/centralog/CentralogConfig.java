// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The values of settings; a setting that was not given has its default.
 *
 * <p>Thread-safety: immutable.
 */
public final class CentralogConfig {
    private static final CentralogConfig DEFAULTS = new CentralogConfig(Map.of());

    private final Map<Setting<?>, Object> values;

    private CentralogConfig(Map<Setting<?>, Object> values) {
        this.values = values;
    }

    /** Returns a configuration in which every setting has its default. */
    public static CentralogConfig defaults() {
        return DEFAULTS;
    }

    /**
     * Reads settings from texts by name.
     *
     * @param texts the settings that are given; their names must be among {@code known}
     * @param known the settings that exist, e.g. {@link Settings#ALL}
     * @throws ConfigException naming every unknown setting, with the most similar known one, and every value that is
     *     not allowed
     */
    public static CentralogConfig parse(Map<String, String> texts, Collection<Setting<?>> known) {
        Map<String, Setting<?>> byName = new LinkedHashMap<>();
        for (Setting<?> setting : known) {
            byName.put(setting.name(), setting);
        }
        Map<Setting<?>, Object> values = new HashMap<>();
        List<String> faults = new ArrayList<>();
        for (Map.Entry<String, String> given : texts.entrySet()) {
            Setting<?> setting = byName.get(given.getKey());
            if (setting == null) {
                faults.add(Suggestions.unknown(given.getKey(), byName.keySet()));
                continue;
            }
            try {
                values.put(setting, setting.read(given.getValue()));
            } catch (ConfigException e) {
                faults.addAll(e.faults());
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return new CentralogConfig(Map.copyOf(values));
    }

    /**
     * Returns this configuration with one more value.
     *
     * @throws ConfigException if the value is not allowed
     */
    public <T> CentralogConfig with(Setting<T> setting, T value) {
        Map<Setting<?>, Object> copy = new HashMap<>(values);
        copy.put(setting, setting.check(Objects.requireNonNull(value, setting.name())));
        return new CentralogConfig(Map.copyOf(copy));
    }

    /** Returns the value of a setting: the given one, else the default. */
    @SuppressWarnings("unchecked") // only with and parse put values in, each under a setting of its type
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting);
        return value == null ? setting.defaultValue() : (T) value;
    }

    /** Whether a value was given, even if it equals the default. */
    public boolean has(Setting<?> setting) {
        return values.containsKey(setting);
    }

    /** Returns the given settings, with secrets hidden. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        values.forEach((setting, value) -> shown.put(setting.name(), setting.shown(value.toString())));
        return shown.toString();
    }
}
