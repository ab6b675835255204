// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import java.io.PrintWriter;

/** The gatherer's commands, run in the caller's process. Thread-safety: none, as they change where this process logs. */
public final class GathererCommands {
    private GathererCommands() {}

    /** Runs one command, and returns its exit code. Blocks until it has ended, and silences the log lines of libraries for good. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        SilentLogging.install();
        return Main.commandLine(out, err, new StopSignal(() -> {})).execute(arguments);
    }
}
