// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.application.Framework;
import dev.centralog.bench.jmh.Figures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepeatChartTest {
    @Test
    void draw_twoWays_hasALineAndALabelOfEach() {
        Map<Subject, Figures> figures = new LinkedHashMap<>();
        for (int repeats : new int[] {1, 1000}) {
            figures.put(subject(AppenderVariant.TEMPLATE, repeats), figures(20_000.0 / repeats + 100));
            figures.put(subject(AppenderVariant.GELF, repeats), figures(66_000));
        }

        String svg = RepeatChart.draw(figures);

        assertThat(svg).startsWith("<svg ").endsWith("</svg>\n");
        assertThat(svg).containsOnlyOnce("groupBy=template: 120 ns").containsOnlyOnce("Redis: 66 µs");
        assertThat(svg.split("<circle", -1)).hasSize(5);
    }

    private static Subject subject(AppenderVariant way, int repeats) {
        return Subject.of(Framework.LOGBACK, way).inGroupsOf(repeats);
    }

    private static Figures figures(double nanos) {
        return new Figures(List.of(nanos), List.of(0.0), 1000, 0, 0);
    }
}
