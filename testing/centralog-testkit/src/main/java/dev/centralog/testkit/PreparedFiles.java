// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Directories that take long to create, such as a database server's first data. They are created once for each
 * build, by the first of its JVMs that needs one, and then only read. Without the system property {@value #PROPERTY},
 * which the build sets, they are created once for each JVM and deleted with it. Thread-safe.
 */
public final class PreparedFiles {
    static final String PROPERTY = "centralog.prepared";

    private PreparedFiles() {}

    private static final class Root {
        static final Path DIRECTORY = find();

        private static Path find() {
            String ofBuild = System.getProperty(PROPERTY, "");
            if (!ofBuild.isEmpty()) {
                return Path.of(ofBuild);
            }
            Path own = TemporaryDirectories.create("prepared");
            ChildProcess.deleteAtEnd(own);
            return own;
        }
    }

    /**
     * Returns the directory of that name; blocks while this JVM or another one creates it.
     *
     * @param resource the source of the directory, as a class loader finds it; another version of it gets another
     * directory
     * @param maker fills a directory that does not exist yet; if it throws, its files are not used
     */
    static Path get(String name, String resource, Consumer<Path> maker) {
        String origin = String.valueOf(PreparedFiles.class.getClassLoader().getResource(resource));
        return ofVersion(name, Integer.toHexString(origin.hashCode()), maker);
    }

    /**
     * Returns the directory of that name; blocks while this JVM or another one creates it.
     *
     * @param maker makes and fills the directory, which does not exist yet; if it throws, its files are not used
     * @param code a class of the code that the maker runs; if anything has changed in the jar or directory that it was
     * loaded from, the directory is another one
     */
    public static Path get(String name, Class<?> code, Consumer<Path> maker) {
        CRC32 sum = new CRC32();
        try {
            Path origin = Path.of(
                    code.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> all = Files.walk(origin)) {
                for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                    sum.update(file.toString().getBytes(StandardCharsets.UTF_8));
                    sum.update(Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return ofVersion(name, Long.toHexString(sum.getValue()), maker);
    }

    private static synchronized Path ofVersion(String name, String version, Consumer<Path> maker) {
        String full = name + "-" + version;
        Path made = Root.DIRECTORY.resolve(full);
        try {
            Files.createDirectories(Root.DIRECTORY);
            try (FileChannel file = FileChannel.open(
                            Root.DIRECTORY.resolve(full + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                if (lock.isValid() && !Files.exists(made)) {
                    Path draft = Root.DIRECTORY.resolve(full + ".draft");
                    TemporaryDirectories.delete(draft);
                    maker.accept(draft);
                    Files.move(draft, made, StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
