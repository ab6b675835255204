// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;

/**
 * The machine's name, found without a name server, which could block an application's start. Files are read by streams, which
 * every application has loaded; channels would load two dozen more classes.
 */
final class HostName {
    private HostName() {}

    static String own(Surroundings surroundings) {
        for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
            String value = surroundings.variable(variable);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        for (String file : new String[] {"/proc/sys/kernel/hostname", "/etc/hostname"}) {
            try (InputStream in = new FileInputStream(file)) {
                String value = new String(in.readAllBytes(), Charset.defaultCharset()).strip();
                if (!value.isEmpty()) {
                    return value;
                }
            } catch (IOException | SecurityException ignored) {
                // Another kind of system: try the next file.
            }
        }
        return "localhost";
    }
}
