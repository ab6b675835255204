// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.Setting;
import dev.centralog.StatusListener;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.config.LayeredConfig;
import dev.centralog.gatherer.log.LogFormat;
import dev.centralog.gatherer.sink.SinkTarget;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of settings, and the reading of all layers of settings when a command runs. */
final class SettingOptions {
    private static final String CONFIG_FLAG = "--config";

    private SettingOptions() {}

    /** Returns a command with a flag for each setting, and one for the configuration file. */
    static CommandLine command(Object command, List<Setting<?>> settings) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(command);
        add(spec, settings);
        return new CommandLine(spec);
    }

    static void add(CommandSpec spec, List<Setting<?>> settings) {
        for (Setting<?> setting : settings) {
            spec.addOption(OptionSpec.builder(LayeredConfig.flag(setting))
                    .type(String.class)
                    .paramLabel("VALUE")
                    .description(escaped(setting.help() + " Allowed: " + setting.allowed() + ". Default: '"
                            + setting.defaultText() + "'."))
                    .build());
        }
        spec.addOption(OptionSpec.builder(CONFIG_FLAG)
                .type(Path.class)
                .paramLabel("FILE")
                .description("A YAML file with settings, one 'name: value' a line; else the file that the environment"
                        + " variable " + LayeredConfig.FILE_VARIABLE + " names.")
                .build());
    }

    private static String escaped(String description) {
        return description.replace("%", "%%");
    }

    /** Reads the settings of a command that runs. */
    static LayeredConfig read(CommandSpec spec, List<Setting<?>> settings) {
        CommandLine.ParseResult given = spec.commandLine().getParseResult();
        Map<Setting<?>, String> flags = new LinkedHashMap<>();
        for (Setting<?> setting : settings) {
            String text = given.matchedOptionValue(LayeredConfig.flag(setting), (String) null);
            if (text != null) {
                flags.put(setting, text);
            }
        }
        Map<String, String> environment = System.getenv();
        return LayeredConfig.read(new LayeredConfig.Layers(
                flags, environment, file(given.matchedOptionValue(CONFIG_FLAG, (Path) null), environment)));
    }

    /** Returns the form of the daemon's log that arguments ask for which could not be read as a whole. */
    static LogFormat logFormat(String... arguments) {
        Map<Setting<?>, String> flags = new LinkedHashMap<>();
        Path file = null;
        for (int i = 0; i < arguments.length; i++) {
            String[] parts = arguments[i].split("=", 2);
            String value = parts.length > 1 ? parts[1] : i + 1 < arguments.length ? arguments[i + 1] : "";
            if (parts[0].equals(LayeredConfig.flag(GathererSettings.LOG_FORMAT))) {
                flags.put(GathererSettings.LOG_FORMAT, value);
            } else if (parts[0].equals(CONFIG_FLAG)) {
                file = Path.of(value);
            }
        }
        Map<String, String> environment = System.getenv();
        return LayeredConfig.read(new LayeredConfig.Layers(flags, environment, file(file, environment)))
                .logFormat();
    }

    /** Returns the database of a command that only reads it. */
    static SinkTarget database(CommandSpec spec) {
        StatusListener silent = (severity, message, cause) -> {};
        return LayeredConfig.target(read(spec, GathererSettings.OF_DATABASE).config(), silent);
    }

    private static @Nullable Path file(@Nullable Path flag, Map<String, String> environment) {
        String variable = environment.get(LayeredConfig.FILE_VARIABLE);
        return flag == null && variable != null && !variable.isBlank() ? Path.of(variable) : flag;
    }
}
