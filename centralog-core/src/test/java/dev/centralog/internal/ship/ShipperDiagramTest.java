// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The diagram of the shipper's states in docs/architecture.md, compared with the states, and with the state after a failure.
 */
class ShipperDiagramTest {
    private static final Pattern ARROW = Pattern.compile("(?m)^ +(\\S+) --> (\\S+?)(?::(.*))?$");

    private record Arrow(String from, String to, String when) {}

    private static List<Arrow> arrows() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "architecture.md"));
        return ARROW.matcher(text).results().map(ShipperDiagramTest::arrow).toList();
    }

    private static Arrow arrow(MatchResult match) {
        return new Arrow(match.group(1), match.group(2), match.group(3) == null ? "" : match.group(3));
    }

    @Test
    void diagram_hasEachStateAndNoOther() throws IOException {
        Set<String> drawn = arrows().stream()
                .flatMap(arrow -> Stream.of(arrow.from(), arrow.to()))
                .filter(name -> !name.equals("[*]"))
                .collect(Collectors.toSet());

        assertThat(drawn)
                .isEqualTo(Arrays.stream(ShipperState.values()).map(Enum::name).collect(Collectors.toSet()));
    }

    @Test
    void failures_leadWhereTheDiagramSays() throws IOException {
        List<Arrow> failures = arrows().stream()
                .filter(arrow -> arrow.when().contains("failed"))
                .toList();

        assertThat(failures).hasSize(3).allSatisfy(arrow -> assertThat(
                        ShipperState.valueOf(arrow.from()).afterFailure().name())
                .isEqualTo(arrow.to()));
    }
}
