// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The result of a command that was run in this process. */
record Commands(int code, String out, String err) {
    static Commands run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true), new StopSignal(() -> {}))
                .execute(arguments);
        return new Commands(code, out.toString(), err.toString());
    }
}
