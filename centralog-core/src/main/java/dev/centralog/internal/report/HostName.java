// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's name, without asking a name server: that could block an application's start. */
final class HostName {
    private HostName() {}

    static String own() {
        for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
            String value = System.getenv(variable);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        for (String file : new String[] {"/proc/sys/kernel/hostname", "/etc/hostname"}) {
            try {
                String value = Files.readString(Path.of(file)).strip();
                if (!value.isEmpty()) {
                    return value;
                }
            } catch (IOException | SecurityException notThere) {
                // Another kind of system: the next one.
            }
        }
        return "localhost";
    }
}
