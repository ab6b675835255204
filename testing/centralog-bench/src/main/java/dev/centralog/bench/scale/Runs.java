// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.scale;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a measurement, and those of earlier ones that a file has: a line of JSON for each. So an hour's measurement that was
 * broken off goes on where it was, and a fleet that is added is measured alone. Not thread-safe.
 */
final class Runs {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS) // isConserved is no component
            .build();

    private final @Nullable Path file;
    private final int seconds;
    private final List<Run> all = new ArrayList<>();

    /**
     * Takes what the file has, if it is there.
     *
     * @param seconds the seconds of traffic in each run
     * @throws IllegalArgumentException if the file has runs of more or fewer seconds
     */
    Runs(@Nullable Path file, int seconds) {
        this.file = file;
        this.seconds = seconds;
        if (file != null && Files.exists(file)) {
            try {
                for (String each : Files.readAllLines(file)) {
                    Line line = JSON.readValue(each, Line.class);
                    if (line.seconds != seconds) {
                        throw new IllegalArgumentException("the runs in '" + file + "' are of " + line.seconds
                                + " s each, and these would be of " + seconds + " s: give another file");
                    }
                    all.add(line.run);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the runs in '" + file + "'", e);
            }
        }
    }

    private record Line(int seconds, Run run) {}

    /** Returns how many there are of a fleet on a database. */
    long of(Fleet fleet, String database) {
        return all.stream()
                .filter(each -> each.fleet().equals(fleet) && each.database().equals(database))
                .count();
    }

    /** Adds a run, to the file as well. */
    void add(Run run) {
        all.add(run);
        if (file != null) {
            try {
                Files.writeString(
                        file,
                        JSON.writeValueAsString(new Line(seconds, run)) + '\n',
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write to '" + file + "'", e);
            }
        }
    }

    List<Run> all() {
        return List.copyOf(all);
    }
}
