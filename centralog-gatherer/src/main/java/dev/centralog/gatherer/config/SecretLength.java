// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import dev.centralog.CentralogConfig;
import dev.centralog.Setting;
import java.util.List;

/** The least length of secrets that somebody makes for Centralog alone. */
final class SecretLength {
    private static final int SHORTEST = 16;

    private SecretLength() {}

    /** Adds a fault if a secret is given and too short. */
    static void check(Setting<String> setting, CentralogConfig config, List<String> faults) {
        int length = config.get(setting).length();
        if (length > 0 && length < SHORTEST) {
            faults.add("setting '" + setting.name() + "' has " + length + " characters; allowed are " + SHORTEST
                    + " or more, such as the output of 'openssl rand -hex 32'");
        }
    }
}
