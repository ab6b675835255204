// SPDX-License-Identifier: Apache-2.0
package dev.centralog.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.runners.TestList;

/** Runs all races as jcstress usually does: in separate JVMs, with each compiler and their mixtures. */
@EnabledIfSystemProperty(named = "centralog.jcstress", matches = ".+", disabledReason = "takes long: -Pjcstress")
class RacesIT {
    private static final Duration LONGEST = Duration.ofHours(24);

    @Test
    void races_byEachCompiler_haveNoForbiddenOutcome(@TempDir Path directory)
            throws IOException, ClassNotFoundException {
        try (ForkedJvm jcstress = ForkedJvm.builder("org.openjdk.jcstress.Main")
                .workingDirectory(directory)
                .arguments("-m", System.getProperty("centralog.jcstress"), "-r", directory.toString())
                .optimized()
                .start()) {
            assertThat(jcstress.awaitExit(LONGEST)).as(jcstress::standardOutput).isZero();
        }

        Map<String, Graded> races = new TreeMap<>();
        AtomicInteger runs = new AtomicInteger();
        DiskReadCollector results = new DiskReadCollector(resultFile(directory).toString(), result -> {
            runs.incrementAndGet();
            races.computeIfAbsent(result.getName(), name -> new Graded()).add(result);
        });
        results.dump();
        results.close();

        System.out.printf("%nJava %s, %d processors, %d JVMs%n", Runtime.version(), processors(), runs.get());
        races.forEach((name, graded) -> System.out.printf("| `%s` | %,d | %s |%n", name, graded.total(), graded));
        assertThat(races.keySet()).containsExactlyInAnyOrderElementsOf(TestList.tests());
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static Path resultFile(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".bin.gz")).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }
}
