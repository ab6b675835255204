// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import dev.centralog.bench.jmh.SilentJvm;
import dev.centralog.testkit.ForkedJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The processes that count, and the files in which they report their counts. Not thread-safe. */
final class Producers implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofHours(6);
    private static final String HEAP = "-Xmx1g";

    private final List<ForkedJvm> processes = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    private Producers() {}

    static Producers start(Plan plan, String redisUri) throws IOException {
        Producers all = new Producers();
        try {
            long firstPast = plan.firstPast(Clock.systemUTC().instant().getEpochSecond());
            for (int number = 0; number < plan.processes(); number++) {
                all.start(new Share(redisUri, plan, number, firstPast));
            }
            return all;
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private void start(Share share) throws IOException {
        Path file = Files.createTempFile("centralog-usage-", "");
        files.add(file);
        String[] own = share.arguments();
        String[] arguments = Arrays.copyOf(own, own.length + 1);
        arguments[own.length] = file.toString();
        processes.add(ForkedJvm.builder(Producer.class.getName())
                .optimized()
                .jvmOptions(SilentJvm.with(HEAP))
                .arguments(arguments)
                .start());
    }

    /** Blocks until all have ended, and returns what they have counted. */
    Usage await() throws IOException {
        Usage all = new Usage();
        for (int number = 0; number < processes.size(); number++) {
            ForkedJvm process = processes.get(number);
            int exitCode = process.awaitExit(LIMIT);
            System.err.print(process.standardError());
            if (exitCode != 0) {
                throw new IllegalStateException("producer " + number + " ended with " + exitCode);
            }
            all.add(Usage.read(files.get(number)));
        }
        return all;
    }

    @Override
    public void close() {
        processes.forEach(ForkedJvm::close);
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
