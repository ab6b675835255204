// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command that was run in this process, and its output. */
record CommandRun(int exitCode, String out, String err) {
    static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** Returns a number from the line of JSON. */
    long number(String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\":(\\d+)").matcher(out);
        if (!matcher.find()) {
            throw new AssertionError("no " + field + " in " + out + err);
        }
        return Long.parseLong(matcher.group(1));
    }
}
