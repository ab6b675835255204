// SPDX-License-Identifier: Apache-2.0
package dev.centralog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** Tests that a scanner for known vulnerabilities finds each bundled library and its version in the packed jar. */
class BundledLibrariesIT {
    @Test
    void jar_namesEachLibraryInsideWithItsVersion() throws IOException {
        List<Path> libraries = Stream.of(System.getProperty("bundled").split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
        assertThat(libraries)
                .extracting(library -> library.getFileName().toString().replaceFirst("-[0-9].*", ""))
                .contains("lettuce-core", "netty-handler", "reactor-core", "slf4j-api");
        try (JarFile jar = new JarFile(System.getProperty("standalone.jar"))) {
            for (Path library : libraries) {
                // A repository's directories are named after the group, the artifact and the version.
                Path version = Objects.requireNonNull(library.getParent());
                Path artifact = Objects.requireNonNull(version.getParent());
                Properties named = named(jar, artifact.getFileName().toString());

                assertThat(Objects.requireNonNull(artifact.getParent()))
                        .endsWith(Path.of(named.getProperty("groupId", "").replace('.', '/')));
                assertThat(named)
                        .as(library.toString())
                        .containsEntry("artifactId", artifact.getFileName().toString())
                        .containsEntry("version", version.getFileName().toString());
            }
        }
    }

    /** Returns the properties that one kind of scanner reads, and checks that the file for the other kind exists. */
    private static Properties named(JarFile jar, String artifact) throws IOException {
        List<ZipEntry> poms = jar.stream()
                .filter(entry -> entry.getName().matches("META-INF/maven/[^/]+/" + artifact + "/pom\\.xml"))
                .map(ZipEntry.class::cast)
                .toList();
        assertThat(poms).as(artifact).hasSize(1);
        String properties = poms.get(0).getName().replaceFirst("xml$", "properties");
        Properties named = new Properties();
        try (InputStream content = jar.getInputStream(jar.getEntry(properties))) {
            named.load(content);
        }
        return named;
    }
}
