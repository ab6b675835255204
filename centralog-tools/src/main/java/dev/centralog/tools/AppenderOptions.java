// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the appender that {@code load} and {@code replay} share. */
final class AppenderOptions {
    @Option(
            names = "--redis",
            paramLabel = "URI",
            defaultValue = "redis://localhost:6379",
            description = "The address of Redis; ${DEFAULT-VALUE} if not given.")
    private @Nullable String redis;

    @Option(
            names = "--framework",
            required = true,
            paramLabel = "NAME",
            description = "The logging framework: ${COMPLETION-CANDIDATES}.")
    private @Nullable Framework framework;

    @Option(
            names = "--group-by",
            paramLabel = "MODE",
            description =
                    "What must be equal for events to be repeats: callSite, template, message or place; callSite if"
                            + " not given.")
    private @Nullable String groupBy;

    @Option(
            names = "--setting",
            paramLabel = "NAME=VALUE",
            description = "Any other setting of the appender, e.g. bufferBytes=64MiB; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    Framework framework() {
        return Objects.requireNonNull(framework);
    }

    /**
     * Returns the appender's settings. Their one statement stands for as many as there are texts, so that each text
     * has a row, unless a {@code --setting} gives another {@code textsPerPlace}.
     *
     * @param app the application's name, unless a {@code --setting} gives another
     */
    CentralogConfig config(String app) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(Settings.APP.name(), app);
        texts.put(Settings.REDIS.name(), Objects.requireNonNull(redis));
        texts.put(Settings.TEXTS_PER_PLACE.name(), "0");
        if (groupBy != null) {
            texts.put(Settings.GROUP_BY.name(), groupBy);
        }
        texts.putAll(settings);
        return CentralogConfig.parse(texts, Settings.ALL);
    }
}
