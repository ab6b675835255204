// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Centralog;
import dev.centralog.gather.EventSource;
import dev.centralog.log4j2.CentralogAppender;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Tests that each jar has a module name that does not depend on its file name, and that all jars work together on the
 * module path.
 */
class ModuleNamesIT {
    @Test
    void jars_haveNamesOfTheirOwn() throws URISyntaxException {
        Path[] jars = {
            jarOf(Centralog.class),
            jarOf(EventSource.class),
            jarOf(CentralogAppender.class),
            jarOf(dev.centralog.logback.CentralogAppender.class),
            jarOf(dev.centralog.gatherer.Main.class)
        };
        assertThat(ModuleFinder.of(jars).findAll().stream()
                        .map(ModuleReference::descriptor)
                        .filter(ModuleDescriptor::isAutomatic)
                        .map(ModuleDescriptor::name))
                .as(Arrays.toString(jars))
                .containsExactlyInAnyOrder(
                        "dev.centralog.core",
                        "dev.centralog.reader",
                        "dev.centralog.log4j2",
                        "dev.centralog.logback",
                        "dev.centralog.gatherer");
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(type.getProtectionDomain().getCodeSource())
                .getLocation()
                .toURI());
    }
}
