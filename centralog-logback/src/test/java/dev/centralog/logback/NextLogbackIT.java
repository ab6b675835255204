// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.SharedRedis;
import dev.centralog.testsupport.Gathering;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the same classes, compiled against the oldest supported Logback, with its newest release line. */
class NextLogbackIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @Test
    void application_onNewestLogback_logsAndRebuilds() throws IOException {
        String output;
        try (ForkedJvm jvm = ForkedJvm.builder(NextLogbackApplication.class.getName())
                .classPath(withNewestLogback())
                .arguments(REDIS.uri())
                .start()) {
            assertThat(jvm.awaitExit(Duration.ofMinutes(2)))
                    .as(jvm.standardError())
                    .isZero();
            output = jvm.standardOutput();
        }

        assertThat(output)
                .contains("on logback-classic-" + System.getProperty("logback.next.version") + ".jar")
                .contains("compared ")
                .contains("did you mean 'app'?")
                .contains("right: []")
                .doesNotContain("DIFFERENT");
        LogEvent paid = Gathering.from(REDIS.uri()).first("paid {}").event();
        assertThat(paid.message()).isEqualTo("paid 3");
        assertThat(Objects.requireNonNull(paid.location()).className())
                .isEqualTo(NextLogbackApplication.class.getName());
        assertThat(paid.keyValues()).hasSize(1);
    }

    private static String withNewestLogback() throws IOException {
        try (Stream<Path> newest = Files.list(Path.of(System.getProperty("logback.next")))) {
            return Stream.concat(
                            newest.map(Path::toString),
                            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                                    .filter(path -> !path.matches(".*(logback-(classic|core)|slf4j-api)-[^/]*")))
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }
}
