// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.helpers.MessageFormatter;

class AlignmentTest {
    @Test
    void of_wildcards_areTheArguments() {
        assertThat(Alignment.of("block blk_<*> of <*> is added", "block blk_17 of /a b is added"))
                .contains(new Alignment("block blk_{} of {} is added", List.of("17", "/a b")));
    }

    @Test
    void of_noWildcard_isTheMessage() {
        assertThat(Alignment.of("ready", "ready")).contains(new Alignment("ready", List.of()));
        assertThat(Alignment.of("ready", "not ready")).isEmpty();
    }

    @Test
    void of_lastText_isTakenAtTheEnd() {
        assertThat(Alignment.of("<*> ms", "5 ms of 7 ms")).contains(new Alignment("{} ms", List.of("5 ms of 7")));
    }

    @ParameterizedTest
    @CsvSource({"a<*>b,ab", "<*>,x", "<*><*>,xy", "<*>:<*>,a:b:c", "k=<*> v=<*>,k=v= v=1", "<*>,''"})
    void of_anythingThatAligns_printsAsTheMessage(String template, String message) {
        Alignment alignment = Alignment.of(template, message).orElseThrow();
        Object[] arguments = alignment.arguments().toArray();

        assertThat(ParameterizedMessage.format(alignment.template(), arguments)).isEqualTo(message);
        assertThat(MessageFormatter.arrayFormat(alignment.template(), arguments).getMessage())
                .isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({"a<*>a,a", "ab<*>bc,abc", "<*>x<*>,none", "a <*>,b 1", "<*> a,1 b"})
    void of_otherText_isEmpty(String template, String message) {
        assertThat(Alignment.of(template, message)).isEmpty();
    }

    @Test
    void of_textThatAFrameworkWouldReadAsAPlaceholder_isEmpty() {
        assertThat(Alignment.of("map {} of <*>", "map {} of 1")).isEmpty();
        assertThat(Alignment.of("path C:\\<*>", "path C:\\x")).isEmpty();
    }
}
