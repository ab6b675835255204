// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogConfig;
import dev.centralog.Origin;
import dev.centralog.Setting;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;

/**
 * The origin of this process, by the settings. These are only names: a placeholder that was not filled in causes a warning,
 * and no event is lost.
 *
 * <p>Thread-safety: immutable.
 */
final class OwnOrigin {
    private final CentralogConfig config;
    private final StatusListener status;

    private OwnOrigin(CentralogConfig config, StatusListener status) {
        this.config = config;
        this.status = status;
    }

    static Origin of(CentralogConfig config, StatusListener status) {
        OwnOrigin own = new OwnOrigin(config, status);
        String host = own.name(Settings.HOST, "the machine's own name is used instead");
        return new Origin(
                own.app(),
                own.name(Settings.ENVIRONMENT, "it is left empty"),
                host.isEmpty() ? HostName.own() : host,
                ProcessId.own());
    }

    private String app() {
        String instead = "'" + Settings.APP.defaultText() + "' is used instead";
        String app = name(Settings.APP, instead);
        if (!app.isEmpty()) {
            return app;
        }
        say(Settings.APP, "empty; " + instead);
        return Settings.APP.defaultValue();
    }

    private String name(Setting<String> setting, String instead) {
        String value = config.get(setting);
        if (!Placeholder.isIn(value)) {
            return value;
        }
        say(setting, "'" + value + "', a placeholder that was not replaced; " + instead);
        return setting.defaultValue();
    }

    private void say(Setting<String> setting, String what) {
        status.say(Severity.WARN, "setting '" + setting.name() + "' is " + what, null);
    }
}
