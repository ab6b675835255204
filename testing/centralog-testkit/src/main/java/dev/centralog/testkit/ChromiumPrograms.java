// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.nio.file.Path;

/** The browser Chromium and its driver, as this machine has them. */
public final class ChromiumPrograms {
    private ChromiumPrograms() {}

    /** Whether both are installed; if not, prints on standard error what to install. */
    public static boolean areAvailable() {
        return ProgramPath.hasServer("chromium", "nothing of the page in a browser: install chromium")
                && ProgramPath.hasServer("chromedriver", "nothing of the page in a browser: install chromium-driver");
    }

    /** Returns the browser. */
    public static Path browser() {
        return ProgramPath.findServer("chromium").orElseThrow();
    }

    /** Returns its driver. */
    public static Path driver() {
        return ProgramPath.findServer("chromedriver").orElseThrow();
    }
}
