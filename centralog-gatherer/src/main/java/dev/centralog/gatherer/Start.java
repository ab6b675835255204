// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

/**
 * The main class for {@code java -jar}: it runs {@link Main} if the libraries lie beside the jar, as they do in the archive's
 * {@code lib}. In a Maven repository they do not; then it prints what to use instead. So it must name no class of theirs.
 */
public final class Start {
    private static final int USAGE = 64;

    private Start() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        try {
            Class.forName("picocli.CommandLine");
            Class.forName("dev.centralog.Centralog");
        } catch (ClassNotFoundException ignored) {
            System.err.println("this jar needs its libraries beside it: use bin/centralog of the archive"
                    + " centralog-VERSION.tar.gz,"
                    + " which is in centralog-gatherer/target after a build");
            System.exit(USAGE);
        }
        Main.main(arguments);
    }
}
