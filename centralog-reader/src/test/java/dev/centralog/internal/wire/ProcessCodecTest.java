// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.ProcessInfo;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.decode.ProcessDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProcessCodecTest {
    private static final ProcessInfo EMPTY = new ProcessInfo("", "", "", "", 0, "");

    private static String written(ProcessInfo process) {
        return new String(ProcessEncoder.encode(process), UTF_8);
    }

    private static ProcessInfo read(String json) {
        return ProcessDecoder.decode(json.getBytes(UTF_8));
    }

    @Test
    void process_comesBackEqual() {
        ProcessInfo process = new ProcessInfo("a\"b", "é", "1.4.2\\", "h😀", 12, "pod");

        assertThat(written(process))
                .isEqualTo(
                        "{\"v\":1,\"app\":\"a\\\"b\",\"env\":\"é\",\"release\":\"1.4.2\\\\\",\"host\":\"h😀\",\"pid\":12,"
                                + "\"instance\":\"pod\"}");
        assertThat(read(written(process))).isEqualTo(process);
    }

    @Test
    void emptyTexts_areLeftOut() {
        assertThat(written(EMPTY)).isEqualTo("{\"v\":1}");
        assertThat(read("{\"v\":1}")).isEqualTo(EMPTY);
    }

    @Test
    void largestProcess_isBounded() {
        String quotes = "\"".repeat(10 << 10);

        assertThat(ProcessEncoder.encode(new ProcessInfo(quotes, quotes, quotes, quotes, Long.MIN_VALUE, quotes)))
                .hasSizeLessThan(3 << 10);
    }

    /** Tests that a reader is safe from what another than Centralog has written. */
    @Test
    void textsThatAreHostile_areCutAndHarmless() {
        String json = "{\"instance\":\"" + "x".repeat(1 << 20)
                + "\",\"release\":\"1\\u001b[2J\\ud800\\n\",\"app\":\"\\u202ea\",\"v\":1,\"pid\":-9223372036854775808}";

        ProcessInfo process = read(json);

        assertThat(process)
                .isEqualTo(new ProcessInfo(
                        "\ufffda", "", "1\ufffd[2J\ufffd\ufffd", "", Long.MIN_VALUE, "x".repeat(253) + "…"));
    }

    @Test
    void fieldsOfALaterVersion_areSkipped() {
        assertThat(read("{\"v\":1,\"x\":[{\"app\":1}],\"release\":\"2\",\"y\":null}")
                        .release())
                .isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "1",
                "{\"app\":\"a\"}",
                "{\"v\":0}",
                "{\"v\":2}",
                "{\"v\":1,\"release\":1}",
                "{\"v\":1,\"instance\":null}",
                "{\"v\":1,\"app\":[]}",
                "{\"v\":1,\"pid\":99999999999999999999}",
                "{\"v\":1}{\"v\":1}"
            })
    void garbage_isUnreadable(String json) {
        assertThatThrownBy(() -> read(json)).isExactlyInstanceOf(UnreadableEventException.class);
    }
}
