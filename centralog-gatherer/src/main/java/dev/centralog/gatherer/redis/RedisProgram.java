// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.redis;

import dev.centralog.CentralogException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server program: the machine's own, which is kept up to date with the machine, or else an old one from a jar.
 *
 * @param file the path of the executable
 * @param version the version that it reports, with three numbers
 * @param bundled whether it comes from the jar
 */
record RedisProgram(Path file, String version, boolean bundled) {
    private static final Pattern VERSION = Pattern.compile("\\bv=(\\d+)\\.(\\d+)\\.\\d+");

    /** The usable programs in the jar, by system; the jar is on the class path at run time only. */
    private static final Map<String, String> BUNDLED = Map.of(
            "linux-amd64", "redis-server-6.2.6-v5-linux-amd64",
            "linux-aarch64", "redis-server-6.2.7-linux-arm64",
            "linux-i386", "redis-server-6.2.7-linux-386",
            "mac-x86_64", "redis-server-6.2.6-v5-darwin-amd64",
            "mac-aarch64", "redis-server-6.2.6-v5-darwin-arm64");

    /**
     * Finds the first program that runs and is of version 6.2 or later: {@code valkey-server}, {@code redis-server}, or the
     * bundled one.
     *
     * @param searchPath the directories to search, as in the environment variable PATH
     * @param directory the directory that a bundled one is written to
     */
    static RedisProgram find(@Nullable String searchPath, Path directory) throws IOException {
        Optional<RedisProgram> found = Stream.of("valkey-server", "redis-server")
                .flatMap(name -> installed(searchPath == null ? "" : searchPath, name))
                .flatMap(file -> check(file, false).stream())
                .findFirst()
                .or(() -> bundled(directory));
        return found.orElseThrow(
                () -> new CentralogException("there is no Redis to start: install valkey-server or redis-server, 6.2 or"
                        + " later, on the PATH;"
                        + " Centralog brings none that runs on this system"));
    }

    /**
     * Returns the programs in directories that the PATH names in full. A relative directory depends on where this process was
     * started, and may be anybody's.
     */
    private static Stream<Path> installed(String searchPath, String name) {
        return Stream.of(searchPath.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .filter(Path::isAbsolute)
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable);
    }

    private static Optional<RedisProgram> bundled(Path directory) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).replaceFirst("\\W.*", "");
        String resource = BUNDLED.get(system + "-" + System.getProperty("os.arch"));
        if (resource == null) {
            return Optional.empty();
        }
        try (InputStream content = RedisProgram.class.getResourceAsStream("/" + resource)) {
            if (content == null) {
                return Optional.empty();
            }
            // Written elsewhere and renamed, because a server that was left behind may still be running from that file.
            Path file = directory.resolve("redis-server");
            Path copy = Files.createTempFile(directory, "redis-server", "");
            Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
            PrivateDirectory.restrict(copy, "rwx------");
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
            if (!Files.isExecutable(file)) {
                throw new CentralogException("the Redis that comes with Centralog can't be run from " + directory
                        + ", which is mounted noexec: install valkey-server or redis-server, 6.2 or later, or move the"
                        + " database");
            }
            return check(file, true);
        } catch (IOException e) {
            throw new CentralogException(
                    "can't write the Redis that comes with Centralog to " + directory + ": " + e.getMessage(), e);
        }
    }

    private static Optional<RedisProgram> check(Path file, boolean bundled) {
        try {
            Process process = new ProcessBuilder(file.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            Matcher version =
                    VERSION.matcher(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            if (!version.find()) {
                return Optional.empty();
            }
            int first = Integer.parseInt(version.group(1));
            return first > 6 || (first == 6 && Integer.parseInt(version.group(2)) >= 2)
                    ? Optional.of(new RedisProgram(file, version.group().substring(2), bundled))
                    : Optional.empty();
        } catch (IOException ignored) {
            return Optional.empty(); // a program for another kind of machine, for instance
        }
    }

    /** Returns whether it keeps its append-only files in a directory, as 7.0 and later do, and looks for them only there. */
    boolean hasDirectoryOfFiles() {
        return Integer.parseInt(version.replaceFirst("\\..*", "")) >= 7;
    }

    @Override
    public String toString() {
        return file + " (" + version + ")";
    }
}
