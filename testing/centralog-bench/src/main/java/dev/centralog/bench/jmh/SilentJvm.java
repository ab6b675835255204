// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.jmh;

import dev.centralog.gatherer.SilentLogging;
import java.util.List;

/**
 * The options of a process in which the libraries log nothing. Logback is on its class path to be measured; without a
 * configuration it would print thousands of the Redis client's debugging lines.
 */
public final class SilentJvm {
    /** The options of the JVM. */
    public static final List<String> OPTIONS =
            List.of("-Dslf4j.internal.verbosity=ERROR", "-Dslf4j.provider=" + SilentLogging.class.getName());

    private SilentJvm() {}

    /** Returns these options and one more. */
    public static String[] with(String option) {
        return new String[] {option, OPTIONS.get(0), OPTIONS.get(1)};
    }
}
