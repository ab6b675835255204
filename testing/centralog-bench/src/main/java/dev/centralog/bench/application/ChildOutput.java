// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.application;

import dev.centralog.testkit.ForkedJvm;
import java.util.List;

/**
 * The lines that an application prints for the process that started it. They are on standard output, where frameworks
 * write as well.
 */
public final class ChildOutput {
    private static final String MARK = "told: ";

    private ChildOutput() {}

    public static void tell(String line) {
        System.out.println(MARK + line);
    }

    /** Returns the lines so far. */
    public static List<String> by(ForkedJvm jvm) {
        return jvm.standardOutput()
                .lines()
                .filter(line -> line.startsWith(MARK))
                .map(line -> line.substring(MARK.length()))
                .toList();
    }
}
