// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.internal.status.Version;
import picocli.CommandLine;

/** What commands answer to {@code --version} and {@code -V}. */
public final class CommandVersions {
    private CommandVersions() {}

    /** Lets a command and all below it say which Centralog they are of. */
    public static void addTo(CommandLine line) {
        line.getCommandSpec().version("centralog " + Version.current());
        line.getSubcommands().values().forEach(CommandVersions::addTo);
    }
}
