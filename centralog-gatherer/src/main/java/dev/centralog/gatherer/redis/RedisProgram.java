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
 * An executable of a server: that of the machine, which is kept up to date with it, or else an old one out of a jar.
 *
 * @param file where it is
 * @param version what it says of itself, with three numbers
 * @param bundled whether it is out of the jar
 */
record RedisProgram(Path file, String version, boolean bundled) {
    private static final Pattern VERSION = Pattern.compile("\\bv=(\\d+)\\.(\\d+)\\.\\d+");

    /** What the jar has that can be used; it is on the class path, and not known to the compiler. */
    private static final Map<String, String> BUNDLED = Map.of(
            "linux-amd64", "redis-server-6.2.6-v5-linux-amd64",
            "linux-aarch64", "redis-server-6.2.7-linux-arm64",
            "linux-i386", "redis-server-6.2.7-linux-386",
            "mac-x86_64", "redis-server-6.2.6-v5-darwin-amd64",
            "mac-aarch64", "redis-server-6.2.6-v5-darwin-arm64");

    /**
     * Finds the first that runs and is of version 6.2 or later: {@code valkey-server}, {@code redis-server}, the bundled one.
     *
     * @param searchPath directories, as in the environment variable PATH
     * @param directory where a bundled one is put
     */
    static RedisProgram find(@Nullable String searchPath, Path directory) throws IOException {
        Optional<RedisProgram> found = Stream.of("valkey-server", "redis-server")
                .flatMap(name -> installed(searchPath == null ? "" : searchPath, name))
                .flatMap(file -> check(file, false).stream())
                .findFirst()
                .or(() -> bundled(directory));
        return found.orElseThrow(
                () -> new CentralogException("there is no Redis to start: install valkey-server or redis-server, 6.2 or"
                        + " later, so that it is on the PATH; none that comes with Centralog runs on this system"));
    }

    /** Programs in directories that the PATH names in full: one that depends on where we are may be anybody's. */
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
            // Renamed, as one that was left behind may still be running from that file.
            Path file = directory.resolve("redis-server");
            Path copy = Files.createTempFile(directory, "redis-server", "");
            Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
            PrivateDirectory.restrict(copy, "rwx------");
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
            if (!Files.isExecutable(file)) {
                throw new CentralogException("the Redis that comes with Centralog can't be run from " + directory
                        + ", which is mounted noexec: install valkey-server or redis-server, 6.2 or later, or put the"
                        + " database elsewhere");
            }
            return check(file, true);
        } catch (IOException e) {
            throw new CentralogException("can't write a Redis to " + directory + ": " + e.getMessage(), e);
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
            return Optional.empty(); // for another kind of machine, for instance
        }
    }

    /** Whether it keeps its append-only file in a directory, as 7.0 and later do, and does not look for one elsewhere. */
    boolean hasDirectoryOfFiles() {
        return Integer.parseInt(version.replaceFirst("\\..*", "")) >= 7;
    }

    @Override
    public String toString() {
        return file + " (" + version + ")";
    }
}
