// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Tests of the published jar; Failsafe uses it instead of the class directory. */
class PackedJarIT {
    @Test
    void jar_namesItsPluginAndItsModule() throws IOException, URISyntaxException {
        Path packed = Path.of(CentralogAppender.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(packed).isRegularFile();
        try (JarFile jar = new JarFile(packed.toFile())) {
            JarEntry descriptor =
                    jar.getJarEntry("META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat");

            assertThat(descriptor).isNotNull();
            try (InputStream content = jar.getInputStream(descriptor)) {
                assertThat(new String(content.readAllBytes(), StandardCharsets.ISO_8859_1))
                        .contains(CentralogAppender.class.getName());
            }
            assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .isEqualTo("dev.centralog.log4j2");
            assertThat(jar.stream().map(JarEntry::getName))
                    .anyMatch(name -> name.endsWith("centralog-log4j2/reflect-config.json"));
        }
    }
}
