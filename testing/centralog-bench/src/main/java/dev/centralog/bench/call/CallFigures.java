// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import dev.centralog.bench.jmh.Figures;
import dev.centralog.bench.jmh.JmhRuns;
import dev.centralog.bench.jmh.ModernJava;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The figures of each subject. Not thread-safe. */
final class CallFigures {
    private final JmhRuns runs;
    private final Map<Subject, Figures> figures = new LinkedHashMap<>();
    private final Map<Subject, Figures> virtual = new LinkedHashMap<>();

    CallFigures(JmhRuns runs) {
        this.runs = runs;
    }

    /**
     * Measures the subjects in turn, in rounds, so that a busy minute of the machine affects all equally. Blocks for
     * minutes.
     */
    void measure(Collection<Subject> subjects, int rounds) {
        for (int round = 1; round <= rounds; round++) {
            for (Subject each : subjects) {
                System.err.println(
                        "round " + round + " of " + rounds + ": " + each.title() + ", threads: " + each.threads());
                figures.merge(each, runs.run(LogCall.class, each.parameters(), each.threads()), Figures::plus);
            }
        }
    }

    /** Measures as {@link #measure} does, on virtual threads. Returns false, and reports it, if no Java here has them. */
    boolean measureVirtual(Collection<Subject> subjects, int rounds) {
        Optional<Path> home = ModernJava.home();
        if (home.isEmpty()) {
            System.err.println("no Java with virtual threads beside this one: not measured on them");
            return false;
        }
        for (int round = 1; round <= rounds; round++) {
            for (Subject each : subjects) {
                System.err.println("round " + round + " of " + rounds + ": " + each.title() + ", virtual threads");
                Map<String, String> parameters = Map.of(
                        "framework", each.framework().name(), "way", each.way().name());
                virtual.merge(each, runs.run(VirtualCalls.class, parameters, 1, home.get()), Figures::plus);
            }
        }
        return true;
    }

    Figures of(Subject subject) {
        return Objects.requireNonNull(figures.get(subject), subject::title);
    }

    Figures ofVirtual(Subject subject) {
        return Objects.requireNonNull(virtual.get(subject), subject::title);
    }

    Map<Subject, Figures> all() {
        return figures;
    }

    Map<Subject, Figures> allVirtual() {
        return virtual;
    }
}
