// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Directories whose making takes seconds, such as a database server's first data: made once for a build, by whichever of
 * its JVMs needs one first, and then read only. Without the system property {@value #PROPERTY}, which the build sets, they
 * are made once for a JVM and gone with it. Thread-safe.
 */
final class PreparedFiles {
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
     * Returns the directory of that name; blocks while it is made, here or by another JVM.
     *
     * @param resource what it is made from, as a class loader finds it: of another version another directory is made
     * @param maker fills a directory that is not there yet; what it leaves when it throws is not used
     */
    static synchronized Path get(String name, String resource, Consumer<Path> maker) {
        String origin = String.valueOf(PreparedFiles.class.getClassLoader().getResource(resource));
        String full = name + "-" + Integer.toHexString(origin.hashCode());
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
