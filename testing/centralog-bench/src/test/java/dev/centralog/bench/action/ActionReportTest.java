// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.action.ActionReport.Subject;
import dev.centralog.bench.jmh.Figures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActionReportTest {
    @Test
    void markdown_someLines_givesRatiosToTheMapWithAsManyThreads() {
        Map<Subject, Figures> figures = new LinkedHashMap<>();
        figures.put(
                new Subject(Work.MAP, 1000, 1), new Figures(List.of(60.0, 50.0, 45.0), List.of(24.2), 1_000_000, 0, 0));
        figures.put(
                new Subject(Work.CENTRALOG, 1000, 1), new Figures(List.of(100.0), List.of(3.0), 400_000, 80_000, 0));
        figures.put(new Subject(Work.MAP, 1000, 8), new Figures(List.of(200.0), List.of(24.0), 2_000_000, 0, 0));
        figures.put(new Subject(Work.GEARMAN, 1000, 8), new Figures(List.of(400_000.0), List.of(300.0), 1000, 0, 0));

        ActionReport report = new ActionReport("2 cores, made up.", figures);

        assertThat(report.markdown()).isEqualTo("""
                        | work | users | threads | ns/call (range) | dropped | ns/counted call | × map | bytes/call |
                        | --- | --: | --: | --: | --: | --: | --: | --: |
                        | `ConcurrentHashMap` of `LongAdder` | 1,000 | 1 | 50 (45…60) | 0 of 1,000,000 | 50 | 1.0 | 24 |
                        | `ActionLog` | 1,000 | 1 | 100 (100…100) | 80,000 of 400,000 | 125 | 2.5 | 3 |
                        | `ConcurrentHashMap` of `LongAdder` | 1,000 | 8 | 200 (200…200) | 0 of 2,000,000 | 200 | 1.0 | 24 |
                        | Gearman background job | 1,000 | 8 | 400,000 (400,000…400,000) | 0 of 1,000 | 400,000 | 2,000.0 | 300 |

                        2 cores, made up.""");
    }
}
