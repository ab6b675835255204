// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests of the packed jar's contents. */
@SuppressWarnings("NullAway.Init") // the jar is opened before all tests
class StandaloneJarIT {
    private static final Pattern NOT_RELOCATED = Pattern.compile("(?<!dev/centralog/shaded/)(?<![\\w/$.])"
            + "(io/lettuce|io/netty|org/slf4j|com/fasterxml|org/reactivestreams|reactor|redis/clients)/\\w");

    private static JarFile jar;

    @BeforeAll
    static void open() throws IOException {
        jar = new JarFile(System.getProperty("standalone.jar"));
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void module_isNamedAsThatOfThePlainJar() {
        assertThat(ModuleFinder.of(Path.of(System.getProperty("standalone.jar")))
                        .findAll())
                .singleElement()
                .satisfies(module -> assertThat(module.descriptor().name()).isEqualTo("dev.centralog.log4j2"));
    }

    @Test
    void classes_areOursOrRelocated() {
        assertThat(names(""))
                .filteredOn(name -> name.endsWith(".class"))
                .hasSizeGreaterThan(1000)
                .allSatisfy(name -> {
                    assertThat(name).startsWith("dev/centralog/");
                    assertThat(name).doesNotEndWith("module-info.class");
                });
        assertThat(names("dev/centralog/shaded/org/apache/")).isEmpty();
        assertThat(names("dev/centralog/shaded/ch/")).isEmpty();
        assertThat(names("org/")).isEmpty();
    }

    @Test
    void classes_nameNoLibraryByItsOldName() {
        assertThat(names("dev/centralog/"))
                .filteredOn(name -> name.endsWith(".class"))
                .allSatisfy(name -> assertThat(NOT_RELOCATED.matcher(text(name)).find())
                        .as(name)
                        .isFalse());
    }

    @Test
    void pluginDescriptor_namesTheAppender() {
        assertThat(text("META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat"))
                .contains("dev.centralog.log4j2.CentralogAppender");
    }

    @Test
    void services_areRelocatedAndThere() {
        List<String> services = names("META-INF/services/");

        assertThat(services)
                .contains("META-INF/services/dev.centralog.shaded.org.slf4j.spi.SLF4JServiceProvider")
                .allSatisfy(service -> {
                    assertThat(service).startsWith("META-INF/services/dev.centralog.shaded.");
                    assertThat(text(service).lines().filter(line -> !line.isBlank()))
                            .isNotEmpty()
                            .allSatisfy(line -> assertThat(names(line.strip().replace('.', '/') + ".class"))
                                    .hasSize(1));
                });
    }

    @Test
    void metaInformation_isOfTheWhole() throws IOException {
        assertThat(names("META-INF/versions")).isEmpty();
        assertThat(names("META-INF/")).noneMatch(name -> name.matches(".*\\.(SF|RSA|DSA|LIST|kotlin_module)"));
        assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release"))
                .isNull();
        assertThat(names("META-INF/native-image/")).allMatch(name -> name.contains("/dev.centralog/"));
    }

    /**
     * Checks that the descriptors which {@code BundledLibrariesIT} finds in the appenders' common part are in this jar
     * as well.
     */
    @Test
    void libraries_areNamedForScanners() {
        assertThat(names("META-INF/maven/"))
                .contains(
                        "META-INF/maven/dev.centralog/centralog-log4j2-standalone/pom.properties",
                        "META-INF/maven/io.netty/netty-handler/pom.properties",
                        "META-INF/maven/io.projectreactor/reactor-core/pom.properties")
                .noneMatch(name -> name.contains("/centralog-core-standalone/"));
    }

    @Test
    void licences_areKept() {
        assertThat(text("META-INF/LICENSE")).contains("Apache License");
        assertThat(text("META-INF/licenses/lettuce-core/LICENSE")).contains("MIT License");
        assertThat(text("META-INF/licenses/slf4j-api/LICENSE.txt")).contains("QOS.ch");
        assertThat(text("META-INF/licenses/THIRD-PARTY.txt"))
                .contains("Lettuce", "Netty", "Reactor Core", "Reactive Streams", "authx", "SLF4J");
    }

    @Test
    void publishedPom_asksForNothing() throws IOException {
        String pom = Files.readString(Path.of(System.getProperty("standalone.pom")));

        assertThat(pom)
                .doesNotContain("<artifactId>centralog-core")
                .doesNotContain("<artifactId>centralog-log4j2</artifactId>")
                .doesNotContain("lettuce");
    }

    private static List<String> names(String prefix) {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(JarEntry::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    private static String text(String name) {
        try (InputStream content = jar.getInputStream(jar.getEntry(name))) {
            return new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
