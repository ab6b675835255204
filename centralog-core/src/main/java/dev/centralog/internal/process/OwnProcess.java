// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.process;

import dev.centralog.CentralogConfig;
import dev.centralog.ProcessInfo;
import dev.centralog.Setting;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.internal.wire.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The search for what this process says of itself: by the settings, and for what these do not say, in the environment, in
 * system properties, and in the manifest of the main class's jar. These are only names: a placeholder that was not filled in
 * causes a warning, and no event is lost.
 *
 * <p>Thread-safety: one thread.
 */
public final class OwnProcess {
    private static final String ATTRIBUTES = "OTEL_RESOURCE_ATTRIBUTES";

    private final CentralogConfig config;
    private final StatusListener status;
    private final Surroundings surroundings;
    private final Map<String, String> attributes;
    private @Nullable MainJar jar;

    private OwnProcess(CentralogConfig config, StatusListener status, Surroundings surroundings) {
        this.config = config;
        this.status = status;
        this.surroundings = surroundings;
        this.attributes = attributes();
    }

    /** Finds it, and reports in one line what was found where. */
    public static ProcessInfo find(CentralogConfig config, StatusListener status, Surroundings surroundings) {
        return new OwnProcess(config, status, surroundings).find();
    }

    private ProcessInfo find() {
        Search app = setting(Settings.APP, "CENTRALOG_APP");
        app.look("OTEL_SERVICE_NAME", surroundings.variable("OTEL_SERVICE_NAME"));
        app.look(ATTRIBUTES, attributes.get("service.name"));
        app.look("spring.application.name", surroundings.property("spring.application.name"));
        app.look("SPRING_APPLICATION_NAME", surroundings.variable("SPRING_APPLICATION_NAME"));
        if (app.isOpen()) {
            app.look("manifest of " + jar().name(), jar().title());
        }
        Search environment = setting(Settings.ENVIRONMENT, "CENTRALOG_ENVIRONMENT");
        environment.look(ATTRIBUTES, attributes.get("deployment.environment.name"));
        environment.look(ATTRIBUTES, attributes.get("deployment.environment"));
        Search release = setting(Settings.RELEASE, "CENTRALOG_RELEASE");
        release.look(ATTRIBUTES, attributes.get("service.version"));
        if (release.isOpen()) {
            release.look("manifest of " + jar().name(), jar().version());
        }
        Search host = new Search();
        host.look("setting 'host'", config.get(Settings.HOST));
        Search instance = setting(Settings.INSTANCE, "CENTRALOG_INSTANCE");
        instance.look(ATTRIBUTES, attributes.get("service.instance.id"));

        if (config.has(Settings.APP) && config.get(Settings.APP).isEmpty()) {
            app.refused.add(0, "setting 'app' is empty");
        }
        warn(app, "'" + Settings.APP.defaultText() + "' is used instead");
        warn(environment, "it is left empty");
        warn(release, "it is left empty");
        warn(host, "the machine's own name is used instead");
        warn(instance, "it is left empty");
        ProcessInfo found = new ProcessInfo(
                app.isOpen() ? Settings.APP.defaultValue() : app.text,
                environment.text,
                release.text,
                host.isOpen() ? HostName.own(surroundings) : host.text,
                ProcessId.own(),
                instance.text);
        status.say(
                Severity.INFO,
                "this process: app '" + found.app() + "' (" + (app.isOpen() ? "not given" : app.where())
                        + "), environment '" + found.environment() + "'" + inBrackets(environment)
                        + ", release '" + found.release() + "'" + inBrackets(release)
                        + ", host '" + found.host() + "'" + inBrackets(host)
                        + ", instance '" + found.instance() + "'" + inBrackets(instance),
                null);
        return found;
    }

    private static String inBrackets(Search search) {
        return search.isOpen() ? "" : " (" + search.where() + ")";
    }

    private Search setting(Setting<String> setting, String variable) {
        Search search = new Search();
        if (config.has(setting)) {
            search.look("setting '" + setting.name() + "'", config.get(setting));
        }
        search.look(variable, surroundings.variable(variable));
        return search;
    }

    /** The search for one text. The first place that has a text wins; an empty text and a placeholder are none. */
    private static final class Search {
        private final List<String> refused = new ArrayList<>(1);
        private String text = "";
        private String where = "";

        boolean isOpen() {
            return text.isEmpty();
        }

        String where() {
            return Text.line(where, ProcessInfo.MAX_TEXT_BYTES);
        }

        void look(String place, @Nullable String there) {
            String found = there == null || !isOpen() ? "" : there.strip();
            if (Placeholder.isIn(found)) {
                refused.add(place + " is '" + Text.line(found, ProcessInfo.MAX_TEXT_BYTES)
                        + "', a placeholder that was not replaced");
            } else if (!found.isEmpty()) {
                text = found;
                where = place;
            }
        }
    }

    private void warn(Search search, String ifNone) {
        String instead = search.isOpen()
                ? ifNone
                : "'" + Text.line(search.text, ProcessInfo.MAX_TEXT_BYTES) + "' (" + search.where()
                        + ") is used instead";
        for (String each : search.refused) { // no lambda: an application's start would wait for it
            status.say(Severity.WARN, each + "; " + instead, null);
        }
    }

    private Map<String, String> attributes() {
        String text = surroundings.variable(ATTRIBUTES);
        if (text == null) {
            return Map.of();
        }
        ResourceAttributes read = ResourceAttributes.read(text);
        if (read.malformed() > 0) {
            status.say(
                    Severity.WARN,
                    ATTRIBUTES + ": " + read.malformed()
                            + " of its attributes are malformed and ignored, the first one is"
                            + " number " + read.firstMalformed()
                            + "; allowed is key=value, separated by commas, with values percent-encoded",
                    null);
        }
        return read.values();
    }

    private MainJar jar() {
        MainJar found = jar;
        if (found == null) {
            found = MainJar.find(surroundings);
            jar = found;
        }
        return found;
    }
}
