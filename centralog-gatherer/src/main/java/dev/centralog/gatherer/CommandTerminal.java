// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.text.Colours;
import dev.centralog.gatherer.text.Terminal;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The terminal, or the file, that a command writes to. */
final class CommandTerminal {
    /** The version of Java from which on there is a console also where the output goes to a file. */
    private static final int ALWAYS_A_CONSOLE = 22;

    private CommandTerminal() {}

    /** Returns what is known of it: lines are cut on a terminal only; it has Unicode if the encoding of the locale is UTF-8. */
    @SuppressWarnings("SystemConsoleNull") // only asked for where it may be null
    static Terminal of(CommandSpec command) {
        boolean coloured = CommandLine.Help.Ansi.AUTO.enabled();
        boolean isTerminal =
                coloured || (System.console() != null && Runtime.version().feature() < ALWAYS_A_CONSOLE);
        return new Terminal(
                new Colours(coloured),
                StandardCharsets.UTF_8.name().equalsIgnoreCase(System.getProperty("native.encoding")),
                isTerminal ? command.usageMessage().width() : Integer.MAX_VALUE);
    }
}
