// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The check of options that are numbers. */
final class CommandLimits {
    private CommandLimits() {}

    /** Refuses a number that is less than the least one. */
    static void atLeast(int least, CommandSpec command, String option, int number) {
        if (number < least) {
            throw new ParameterException(
                    command.commandLine(), option + " is " + number + "; allowed is " + least + " or more");
        }
    }
}
