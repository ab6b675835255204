// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.internal.wire.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of keys in docs/protocol.md, compared with the code. */
class KeySpaceTest {
    private static final Path PROTOCOL = Path.of("..", "docs", "protocol.md");
    private static final Pattern ROW = Pattern.compile("\\| (`\\{[^|]+`) \\|.*");
    private static final long WINDOW = 4711;

    @Test
    void table_ofTheDocument_namesTheKeysThatThereAre() throws IOException {
        List<String> documented = Files.readAllLines(documentPath()).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .flatMap(row -> Stream.of(row.group(1).replace("`", "").split(", ")))
                .toList();

        assertThat(documented).containsExactlyInAnyOrderElementsOf(used());
    }

    private static Path documentPath() {
        Path fromRoot = Path.of("docs", "protocol.md");
        return Files.exists(fromRoot) ? fromRoot : PROTOCOL;
    }

    private static List<String> used() {
        KeySpace keys = new KeySpace("cl", 0);
        SealedId id = new SealedId(Window.second(WINDOW), "0123456789abcdef", 42);
        return Stream.of(
                        keys.meta(),
                        keys.counts(Window.second(WINDOW)),
                        keys.payloads(Window.second(WINDOW)),
                        keys.open(Window.Signal.EVENTS),
                        keys.book(),
                        keys.sealedCounts(id),
                        keys.sealedPayloads(id),
                        keys.leases(Window.Signal.EVENTS),
                        keys.owners(Window.Signal.EVENTS),
                        keys.gatherers(),
                        keys.readers(),
                        keys.changing())
                .map(key -> new String(key, UTF_8)
                        .replace(id.toString(), "<delivery>")
                        .replace("4711", "<window>"))
                .toList();
    }
}
