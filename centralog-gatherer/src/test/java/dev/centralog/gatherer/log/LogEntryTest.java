// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.StatusListener.Severity;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the lines of the daemon's log. */
class LogEntryTest {
    private static final Instant TIME = Instant.parse("2026-11-30T07:08:09Z");

    private static String json(String message, Throwable thrown) {
        return new LogEntry(TIME, Severity.WARN, message, "C-277", thrown).line(LogFormat.JSON);
    }

    @Test
    void json_entry_hasAllFields() {
        Map<String, String> fields =
                JsonTexts.read(json("is away", new IllegalStateException("at\njdbc:x://u:secret@h/d")));

        assertThat(fields)
                .containsEntry("time", "2026-11-30T07:08:09.000Z")
                .containsEntry("level", "WARN")
                .containsEntry("code", "C-277")
                .containsEntry("message", "is away")
                .containsEntry("thrown.class", "java.lang.IllegalStateException")
                .containsOnlyKeys("time", "level", "code", "message", "thrown.class", "thrown.message", "thrown.stack");
        assertThat(fields.get("thrown.stack"))
                .contains("LogEntryTest.json_entry_hasAllFields(")
                .contains("\n\tat ");
        assertThat(fields.get("thrown.message") + fields.get("thrown.stack")).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two\nlines\r\n{\"level\":\"ERROR\",\"message\":\"forged\"}",
                "bell \u0007, escape \u001b[2J, delete \u007f, next line \u0085",
                "separators \u2028 \u2029, to the left \u202e, no width \u200b",
                "quotes \" and \\ and \\u000a",
                "half a pair \ud83d, and a whole one \ud83d\ude00"
            })
    void lines_hostileText_areOneHarmlessLine(String text) {
        String line = json(text, new IllegalStateException(text));

        assertThat(line).matches("[\\x20-\\x7e]+");
        assertThat(JsonTexts.read(line)).containsEntry("message", text);
        assertThat(new LogEntry(TIME, Severity.WARN, text, null, null).line(LogFormat.PLAIN))
                .startsWith("2026-11-30T07:08:09Z WARN  ")
                .doesNotContain("\n", "\r", "\u001b", "\u0007", "\u202e", "\u2028", "\u0085");
    }

    @Test
    void plain_entry_hasTheCodeOfWhatIsWrong() {
        assertThat(new LogEntry(TIME, Severity.WARN, "is away", "C-277", null).line(LogFormat.PLAIN))
                .isEqualTo("2026-11-30T07:08:09Z WARN  is away [C-277]");
        assertThat(new LogEntry(TIME, Severity.INFO, "is back", "C-278", null).line(LogFormat.PLAIN))
                .isEqualTo("2026-11-30T07:08:09Z INFO  is back");
    }
}
