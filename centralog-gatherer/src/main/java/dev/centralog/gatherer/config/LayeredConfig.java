// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import dev.centralog.CentralogConfig;
import dev.centralog.ConfigException;
import dev.centralog.Setting;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gatherer.log.LogFormat;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.TraceKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings as put together from four layers: flags, environment variables {@code CENTRALOG_<NAME>}, the configuration
 * file, the defaults. A setting's value comes from the first layer that has it.
 *
 * <p>Thread-safety: immutable.
 */
public final class LayeredConfig {
    private static final String ENVIRONMENT_START = "CENTRALOG_";
    /** The environment variable that names the configuration file if no flag does. */
    public static final String FILE_VARIABLE = "CENTRALOG_CONFIG";

    private static final Set<String> OTHER_VARIABLES = Set.of(FILE_VARIABLE, "CENTRALOG_JAVA_OPTS");

    private final Map<String, Given> given = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private record Given(String text, String origin) {}

    /**
     * The layers that settings come from, besides the defaults.
     *
     * @param flags the flags given, by setting
     * @param environment the process's environment
     * @param file the configuration file, or null
     */
    public record Layers(
            Map<Setting<?>, String> flags,
            Map<String, String> environment,
            @Nullable Path file) {}

    private LayeredConfig() {}

    /** Reads all layers; {@link #faults} then returns what is wrong. */
    public static LayeredConfig read(Layers layers) {
        LayeredConfig config = new LayeredConfig();
        if (layers.file() != null) {
            ConfigFile.read(layers.file(), config.faults)
                    .forEach((name, entry) -> config.give(name, entry.text(), entry.place()));
        }
        config.readEnvironment(layers.environment());
        layers.flags().forEach((setting, text) -> config.give(setting.name(), text, "flag " + flag(setting)));
        config.checkDatabase();
        config.checkTogether();
        return config;
    }

    /** Returns the flag of a setting, e.g. {@code --key-prefix}. */
    public static String flag(Setting<?> setting) {
        return "--" + setting.name().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** Returns the environment variable of a setting, e.g. {@code CENTRALOG_KEY_PREFIX}. */
    public static String variable(Setting<?> setting) {
        return ENVIRONMENT_START + setting.name().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    private void readEnvironment(Map<String, String> environment) {
        Map<String, Setting<?>> byVariable =
                GathererSettings.ALL.stream().collect(Collectors.toMap(LayeredConfig::variable, each -> each));
        Set<String> loggingSide =
                Settings.ALL.stream().map(LayeredConfig::variable).collect(Collectors.toSet());
        new TreeMap<>(environment).forEach((variable, text) -> {
            Setting<?> setting = byVariable.get(variable);
            if (setting != null) {
                give(setting.name(), text, "environment variable " + variable);
            } else if (variable.startsWith(ENVIRONMENT_START)
                    && !OTHER_VARIABLES.contains(variable)
                    && !loggingSide.contains(variable)) {
                // Not a fault: orchestrators add variables of their own, such as CENTRALOG_SERVICE_HOST.
                warnings.add("environment variable " + variable + " is not a setting and is ignored");
            }
        });
    }

    private void give(String name, String text, String origin) {
        try {
            CentralogConfig.parse(Map.of(name, text), GathererSettings.ALL);
            given.put(name, new Given(text, origin));
        } catch (ConfigException e) {
            e.faults().forEach(fault -> faults.add(origin + ": " + fault));
        }
    }

    private void checkDatabase() {
        Given database = given.get(GathererSettings.DATABASE.name());
        if (database != null) {
            try {
                Sinks.check(Sinks.jdbcUrl(database.text().strip()));
            } catch (ConfigException e) {
                e.faults().forEach(fault -> faults.add(database.origin() + ": " + fault));
            }
        }
    }

    private void checkTogether() {
        if (faults.isEmpty()) {
            try {
                CentralogConfig config = config();
                Settings.check(config);
                checkMaxBytes(config);
                checkStoreOnly(config);
                PageAccess.of(config);
                AlertSettings.of(config);
            } catch (ConfigException e) {
                faults.addAll(e.faults());
            }
        }
    }

    private static void checkMaxBytes(CentralogConfig config) {
        long most = config.get(GathererSettings.MAX_DATABASE_BYTES);
        if (most > 0 && !Sinks.isFile(config.get(GathererSettings.DATABASE))) {
            throw new ConfigException(List.of("setting 'maxDatabaseBytes' is '" + most
                    + "', but 'database' is a server's; allowed there is 0, as a server's files do not get smaller by what"
                    + " is deleted"));
        }
    }

    private static void checkStoreOnly(CentralogConfig config) {
        if (!Sinks.storeOnly(config.get(GathererSettings.DATABASE).strip())) {
            return;
        }
        for (Setting<String> each :
                List.of(GathererSettings.DATABASE_USER, GathererSettings.DATABASE_PASSWORD, GathererSettings.WEBHOOK)) {
            if (!config.get(each).isEmpty()) {
                throw new ConfigException(
                        List.of(
                                "setting '" + each.name()
                                        + "' is given, but 'database' is no SQL database; allowed is there none, as nothing would use it"));
            }
        }
    }

    /** Returns the form of the daemon's log; the plain one if the setting is wrong. */
    public LogFormat logFormat() {
        return GathererSettings.LOG_FORMAT.read(text(GathererSettings.LOG_FORMAT));
    }

    /** Returns what is wrong, one sentence for each fault; empty if nothing is. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** Returns warnings about what is odd but does no harm. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Returns the settings.
     *
     * @throws ConfigException if there are faults
     */
    public CentralogConfig config() {
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        given.forEach((name, value) -> texts.put(name, value.text()));
        return CentralogConfig.parse(texts, GathererSettings.ALL);
    }

    /** Returns the database of a configuration, to open a sink or to read. */
    public static SinkTarget target(CentralogConfig config, StatusListener status) {
        return new SinkTarget(
                Sinks.jdbcUrl(config.get(GathererSettings.DATABASE)),
                config.get(GathererSettings.DATABASE_USER),
                config.get(GathererSettings.DATABASE_PASSWORD),
                status,
                new TraceKeys(config.get(GathererSettings.TRACE_ID_KEYS), config.get(GathererSettings.SPAN_ID_KEYS)));
    }

    /** Returns what differs in later settings, e.g. {@code grace is '2s' and was '1s'}; values of secrets are not shown. */
    public List<String> changesTo(LayeredConfig later) {
        List<String> changes = new ArrayList<>();
        for (Setting<?> setting : GathererSettings.ALL) {
            String before = text(setting);
            String after = later.text(setting);
            if (!before.equals(after)) {
                String shown = setting.shown(after);
                changes.add(
                        shown.equals(setting.shown(before))
                                ? setting.name() + " has changed"
                                : setting.name() + " is '" + shown + "' and was '" + setting.shown(before) + "'");
            }
        }
        return changes;
    }

    private String text(Setting<?> setting) {
        Given value = given.get(setting.name());
        return value == null ? setting.defaultText() : value.text();
    }

    /** Returns one line for every setting: its name, its value with secrets hidden, and the origin of the value. */
    public List<String> lines() {
        return GathererSettings.ALL.stream()
                .map(setting -> {
                    Given value = given.get(setting.name());
                    String text = value == null ? setting.defaultText() : value.text();
                    String origin = value == null ? "default" : value.origin();
                    return setting.name() + ": " + setting.shown(text) + "  # " + origin;
                })
                .toList();
    }
}
