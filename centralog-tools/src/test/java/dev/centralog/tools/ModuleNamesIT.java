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

/** Each jar has a name for the module path that does not depend on that of its file; and together they can stand there. */
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
