// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** Tests of what the self-contained jar contains and must not contain. */
class StandaloneJarIT {
    private final String path = System.getProperty("standalone.jar");

    @Test
    void module_isNamedAsThatOfThePlainJar() {
        assertThat(ModuleFinder.of(Path.of(System.getProperty("standalone.jar")))
                        .findAll())
                .singleElement()
                .satisfies(module -> assertThat(module.descriptor().name()).isEqualTo("dev.centralog.logback"));
    }

    @Test
    void classes_areAllOurs() throws IOException {
        assertThat(names())
                .filteredOn(name -> name.endsWith(".class"))
                .allMatch(name -> name.startsWith("dev/centralog/"))
                .contains(
                        "dev/centralog/logback/CentralogAppender.class",
                        "dev/centralog/logback/LogbackEvents.class",
                        "dev/centralog/Centralog.class",
                        "dev/centralog/shaded/io/lettuce/core/RedisClient.class",
                        "dev/centralog/shaded/io/netty/channel/nio/NioEventLoop.class");
    }

    @Test
    void hosts_areNotInside() throws IOException {
        assertThat(names())
                .noneMatch(name -> name.contains("ch/qos/logback"))
                .noneMatch(name -> name.contains("org/apache/logging"))
                .noneMatch(name -> name.startsWith("org/"))
                .noneMatch(name -> name.startsWith("META-INF/services/org.slf4j"))
                .noneMatch(name -> name.startsWith("META-INF/versions/"))
                .noneMatch(name -> name.startsWith("META-INF/native"))
                .doesNotContain("module-info.class");
    }

    @Test
    void services_areAllRelocated() throws IOException {
        assertThat(names())
                .filteredOn(name -> name.startsWith("META-INF/services/") && !name.endsWith("/"))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("META-INF/services/dev.centralog.shaded."));
    }

    /**
     * Checks that the descriptors which {@code BundledLibrariesIT} finds in the appenders' common part are in this jar
     * as well.
     */
    @Test
    void libraries_areNamedForScanners() throws IOException {
        assertThat(names())
                .contains(
                        "META-INF/maven/dev.centralog/centralog-logback-standalone/pom.properties",
                        "META-INF/maven/io.netty/netty-handler/pom.properties",
                        "META-INF/maven/io.projectreactor/reactor-core/pom.properties")
                .noneMatch(name -> name.contains("/centralog-core-standalone/"));
    }

    @Test
    void licences_areThere() throws IOException {
        assertThat(names())
                .contains("META-INF/LICENSE", "META-INF/licenses/THIRD-PARTY.txt")
                .anyMatch(name -> name.startsWith("META-INF/licenses/lettuce-core/"));
    }

    /** Checks that the adapter refers to the host's SLF4J, not to the relocated one. */
    @Test
    void adapter_namesTheHostsSlf4j() throws IOException {
        try (JarFile jar = new JarFile(path)) {
            ZipEntry markers = jar.getEntry("dev/centralog/logback/Markers.class");
            try (InputStream content = jar.getInputStream(markers)) {
                assertThat(new String(content.readAllBytes(), StandardCharsets.ISO_8859_1))
                        .contains("org/slf4j/MarkerFactory")
                        .doesNotContain("dev/centralog/shaded/org/slf4j");
            }
        }
    }

    private List<String> names() throws IOException {
        try (JarFile jar = new JarFile(path)) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }
}
