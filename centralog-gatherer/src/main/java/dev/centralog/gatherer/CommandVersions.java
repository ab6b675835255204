// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.internal.status.Version;
import picocli.CommandLine;

/** The text that commands print for {@code --version} and {@code -V}. */
public final class CommandVersions {
    private CommandVersions() {}

    /** Sets the version text of a command and of all its subcommands. */
    public static void addTo(CommandLine line) {
        line.getCommandSpec().version("centralog " + Version.current());
        line.getSubcommands().values().forEach(CommandVersions::addTo);
    }
}
