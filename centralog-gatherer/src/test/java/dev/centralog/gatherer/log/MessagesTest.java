// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.log.Messages.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests that docs/messages.md is the list of all messages, and that the log finds their codes. */
class MessagesTest {
    /** Places where a text is a message already, for a reason that can't be seen at the place itself. */
    private static final List<String> PASSED_ON = List.of(
            "Flusher.java: message", // of a ProducerSession, where it is told
            "Gatherer.java: newer", // of an exception
            "RedisBatchTransport.java: RedisErrors.explain(cause)", // the reasons of RedisErrors
            "RedisBatchTransport.java: RedisErrors.explain(e)",
            "Replies.java: explain.apply(cause)",
            "Replies.java: explain.apply(told)",
            "ServerCheck.java: faults.get(0)",
            "SqliteLibrary.java: each + \" (\" + fault + \")\"", // a part of the message below it
            "StatusReport.java: elsewhere", // of Elsewhere
            "StreamsStatus.java: message",
            "WindowClaimer.java: warning"); // of ServerInfo

    @Test
    void list_messages_areThoseOfTheSources() throws IOException {
        SourceMessages sources = SourceMessages.read();

        assertThat(sources.placeByWords()).hasSizeGreaterThan(200);
        assertThat(Messages.read())
                .as(
                        "the words in docs/messages.md; a new message needs a row there, with the next free code of its section")
                .extracting(Message::words)
                .containsExactlyInAnyOrderElementsOf(sources.placeByWords().keySet());
        assertThat(sources.withoutWords())
                .as("places where a text is said whose words can't be found: put it together there")
                .containsExactlyInAnyOrderElementsOf(PASSED_ON);
    }

    @Test
    void list_codes_areUniqueAndInOrder() {
        List<String> codes = Messages.read().stream().map(Message::code).toList();

        assertThat(codes).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void list_rows_allHaveAMeaning() throws IOException {
        String list = Files.readString(Path.of("../docs/messages.md"));

        assertThat(Pattern.compile("(?m)^\\| `C-").matcher(list).results().count())
                .isEqualTo(Messages.read().size());
    }

    @Test
    void code_messageWithItsFigures_isThatOfTheList() {
        String text =
                "can't connect to Redis at redis://localhost:6379: it can't be reached (setting 'redis'): refused;"
                        + " trying again, nothing is lost meanwhile";

        assertThat(Messages.codeOf(text)).isEqualTo(code("…; trying again, nothing is lost meanwhile"));
        assertThat(Messages.codeOf("SIGHUP: continuing with the previous settings"))
                .isEqualTo(code("SIGHUP: continuing with the previous settings"));
        assertThat(Messages.codeOf("SIGHUP: setting 'grace' is 'x'")).isEqualTo(code("SIGHUP: …"));
    }

    @Test
    void code_messageWithThoseLeftOut_isThatOfTheMessage() {
        assertThat(Messages.codeOf(
                        "can't check the version of the tables (7 more messages of this kind were left out since"
                                + " the last one)"))
                .isEqualTo(code("can't check the version of the tables"));
    }

    @Test
    void code_textOfOthers_isNone() {
        assertThat(Messages.codeOf("")).isNull();
        assertThat(Messages.codeOf("WARNING: something of a library")).isNull();
        assertThat(Messages.codeOf("can't check the version of the tables, or not"))
                .isNull();
    }

    private static String code(String words) {
        return Messages.read().stream()
                .filter(each -> each.words().equals(words))
                .map(Message::code)
                .findFirst()
                .orElseThrow();
    }
}
