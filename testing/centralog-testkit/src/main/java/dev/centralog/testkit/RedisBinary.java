// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import redis.embedded.core.ExecutableProvider;

/** Finds a server's executable, and checks that it runs here and has the version that the test expects. */
final class RedisBinary {
    private static final Pattern SIX_TWO = Pattern.compile("v=6\\.2");
    private static final Pattern SEVEN_OR_LATER = Pattern.compile("v=([7-9]|\\d\\d)\\.");
    private static final Map<LocalRedis.Version, Optional<Path>> FOUND = new ConcurrentHashMap<>();

    private RedisBinary() {}

    static Optional<Path> find(LocalRedis.Version version) {
        return FOUND.computeIfAbsent(version, RedisBinary::search);
    }

    private static Optional<Path> search(LocalRedis.Version version) {
        Optional<Path> binary =
                switch (version) {
                    case V6_2 -> embedded();
                    case V7_0 -> onPath();
                };
        if (binary.isEmpty()) {
            System.err.println("SKIPPED: no tests on Redis " + version.title() + ": install " + version.need());
        }
        return binary;
    }

    private static Optional<Path> embedded() {
        Path directory = TemporaryDirectories.create("redis-binary");
        ChildProcess.deleteAtEnd(directory);
        try {
            Path binary = ExecutableProvider.newJarResourceProvider(directory.toFile())
                    .get()
                    .toPath();
            return Optional.of(binary).filter(path -> isVersion(path, SIX_TWO));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> onPath() {
        return ProgramPath.find("redis-server")
                .filter(binary -> isVersion(binary, SEVEN_OR_LATER))
                .findFirst();
    }

    private static boolean isVersion(Path binary, Pattern version) {
        try {
            Process process = new ProcessBuilder(binary.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return version.matcher(output).find();
        } catch (IOException ignored) {
            return false;
        }
    }
}
