// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;

/**
 * The machine's name, without asking a name server: that could block an application's start. By streams, which every
 * application has loaded, where channels would be two dozen classes more.
 */
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
            try (InputStream in = new FileInputStream(file)) {
                String value = new String(in.readAllBytes(), Charset.defaultCharset()).strip();
                if (!value.isEmpty()) {
                    return value;
                }
            } catch (IOException | SecurityException ignored) {
                // Another kind of system: the next one.
            }
        }
        return "localhost";
    }
}
