// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.bench.volume.Curve.Point;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class CurveChartTest {
    private static final Curve CURVE = new Curve(
            "a database",
            List.of(
                    new Point(100_000, 40_000, 20, 3_000_000),
                    new Point(1_000_000, 40_000, 20, 4_000_000),
                    new Point(10_000_000, 40_000, 20, 5_000_000)),
            true);

    @Test
    void draw_severalPoints_isXmlWithALineAFigure() throws Exception {
        assertThat(lines().filter(line -> dots(line) == 3)).hasSize(4);
    }

    @Test
    void draw_sameRows_isAFlatLine() throws Exception {
        List<Element> data = lines().filter(line -> dots(line) == 3).toList();

        assertThat(heights(data.get(1))).containsOnly(heights(data.get(1)).get(0));
        assertThat(heights(data.get(0))).doesNotHaveDuplicates(); // one row per action
        assertThat(heights(data.get(3))).isSortedAccordingTo((a, b) -> Double.compare(b, a)); // memory grows, upwards
    }

    @Test
    void draw_equalFactors_areEquallyFarApart() throws Exception {
        List<Double> places = lines().filter(line -> dots(line) == 3)
                .findFirst()
                .map(line -> coordinates(line, 0))
                .orElseThrow();

        assertThat(places.get(1) - places.get(0)).isCloseTo(places.get(2) - places.get(1), within());
    }

    private static Offset<Double> within() {
        return Offset.offset(0.2);
    }

    private static Stream<Element> lines() throws Exception {
        NodeList all = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(CurveChart.draw(CURVE))))
                .getElementsByTagName("polyline");
        return IntStream.range(0, all.getLength()).mapToObj(index -> (Element) all.item(index));
    }

    private static int dots(Element line) {
        return coordinates(line, 0).size();
    }

    private static List<Double> heights(Element line) {
        return coordinates(line, 1);
    }

    private static List<Double> coordinates(Element line, int which) {
        return Stream.of(line.getAttribute("points").split(" "))
                .map(place -> Double.valueOf(place.split(",")[which]))
                .toList();
    }
}
