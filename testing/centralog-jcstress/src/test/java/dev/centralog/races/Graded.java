// SPDX-License-Identifier: Apache-2.0
package dev.centralog.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;

/** The samples of one race by their outcome, added up over its runs. Thread-safety: one thread's. */
final class Graded {
    private final Map<String, Long> samples = new TreeMap<>();

    /** Adds the outcomes of a run. Fails on a forbidden outcome, and if the run itself failed. */
    void add(TestResult result) {
        assertThat(result.status())
                .as("%s: %s", result.getName(), result.getMessages())
                .isEqualTo(Status.NORMAL);
        assertThat(result.grading().gradingResults.values())
                .as("outcomes of %s with %s", result.getName(), result.getConfig().jvmArgs)
                .noneMatch(outcome -> outcome.expect == Expect.FORBIDDEN && outcome.count > 0)
                .anyMatch(outcome -> outcome.count > 0);
        for (GradingResult outcome : result.grading().gradingResults.values()) {
            if (outcome.count > 0) {
                samples.merge(outcome.id, outcome.count, Long::sum);
            }
        }
    }

    long total() {
        return samples.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        return samples.toString();
    }
}
