// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import java.io.PrintWriter;

/** The gatherer's commands, run in this process. */
public final class GathererCommands {
    private GathererCommands() {}

    /** Runs one command, and returns its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        SilentLogging.install();
        return Main.commandLine(out, err, new StopSignal(() -> {})).execute(arguments);
    }
}
