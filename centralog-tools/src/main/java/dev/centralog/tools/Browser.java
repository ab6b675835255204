// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The user's browser, where there is one. */
final class Browser {
    private Browser() {}

    /**
     * Opens an address in the browser. Does not wait for it. Users of the same machine can see the address in the list of processes
     * for a moment.
     *
     * @return null if a program was started that does so; else why not, to be printed
     */
    static @Nullable String open(String address) {
        boolean isMac =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
        Map<String, String> environment = System.getenv();
        if (!isMac && Stream.of("DISPLAY", "WAYLAND_DISPLAY").allMatch(each -> isMissing(environment.get(each)))) {
            return "there is no display here, so no browser is opened";
        }
        String program = isMac ? "open" : "xdg-open";
        String path = find(program, Objects.requireNonNullElse(environment.get("PATH"), ""));
        if (path == null) {
            return "there is no " + program + " on the PATH, so no browser is opened";
        }
        try {
            new ProcessBuilder(List.of(path, address))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return null;
        } catch (IOException e) {
            return "no browser is opened: " + e.getMessage();
        }
    }

    private static boolean isMissing(@Nullable String value) {
        return value == null || value.isEmpty();
    }

    private static @Nullable String find(String program, String path) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(path)
                .map(directory -> new File(directory, program))
                .filter(each -> each.isAbsolute() && each.canExecute() && each.isFile())
                .map(File::getPath)
                .findFirst()
                .orElse(null);
    }
}
