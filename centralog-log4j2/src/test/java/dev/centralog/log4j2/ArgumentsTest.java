// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import java.nio.CharBuffer;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.impl.MutableLogEvent;
import org.apache.logging.log4j.message.LocalizedMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.MessageFactory;
import org.apache.logging.log4j.message.MessageFormatMessage;
import org.apache.logging.log4j.message.ObjectArrayMessage;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.apache.logging.log4j.message.ParameterizedMessageFactory;
import org.apache.logging.log4j.message.ReusableMessageFactory;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringFormattedMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.apache.logging.log4j.message.ThreadDumpMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of what counts as an argument of a message. */
class ArgumentsTest {
    private final IllegalStateException thrown = new IllegalStateException("x");

    static List<MessageFactory> factories() {
        return List.of(ReusableMessageFactory.INSTANCE, ParameterizedMessageFactory.INSTANCE);
    }

    /** Returns whether the message has arguments, and requires the same of events that have taken it over, or copied it. */
    private static boolean has(Message message) {
        boolean ofEvent =
                new Viewed(Log4jLogEvent.newBuilder().setMessage(message).build()).hasArguments();
        MutableLogEvent reused = new MutableLogEvent();
        reused.setMessage(message);
        if (message.getThrowable() != null) {
            reused.setThrown(message.getThrowable());
        }
        assertThat(new Viewed(reused).hasArguments()).isEqualTo(ofEvent);
        assertThat(new Viewed(reused.toImmutable()).hasArguments()).isEqualTo(ofEvent);
        return ofEvent;
    }

    @ParameterizedTest
    @MethodSource("factories")
    void argumentsOfAPattern_count_exceptItsThrowable(MessageFactory factory) {
        assertThat(has(factory.newMessage("no {} of {}", 1, "two"))).isTrue();
        assertThat(has(factory.newMessage("no {}", "{}"))).isTrue();
        assertThat(has(factory.newMessage("no placeholder", 1))).isTrue();
        assertThat(has(factory.newMessage("null {}", (Object) null))).isTrue();
        assertThat(has(factory.newMessage("failed {}", 1, thrown))).isTrue();
        assertThat(has(factory.newMessage("failed {}", thrown))).isTrue();

        assertThat(has(factory.newMessage("failed", thrown))).isFalse();
        assertThat(has(factory.newMessage("plain"))).isFalse();
        assertThat(has(factory.newMessage(""))).isFalse();
        assertThat(has(factory.newMessage("got {} and {}"))).isFalse();
    }

    @Test
    void argumentsOfOtherPatterns_count() {
        assertThat(has(new StringFormattedMessage("no %s", 1))).isTrue();
        assertThat(has(new MessageFormatMessage("no {0}", 1))).isTrue();
        assertThat(has(new LocalizedMessage("no {}", new Object[] {1}))).isTrue();
        assertThat(has(new StringFormattedMessage("no arguments"))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("factories")
    void object_counts_unlessItIsTheText(MessageFactory factory) {
        assertThat(has(factory.newMessage((Object) 42))).isTrue();
        assertThat(has(factory.newMessage(Map.of("a", 1)))).isTrue();
        assertThat(has(new ObjectArrayMessage(1, "x"))).isTrue();

        assertThat(has(factory.newMessage((Object) "text"))).isFalse();
        assertThat(has(factory.newMessage((Object) CharBuffer.wrap("text")))).isFalse();
        assertThat(has(factory.newMessage((CharSequence) CharBuffer.wrap("text"))))
                .isFalse();
        assertThat(has(new ObjectMessage(thrown))).isFalse(); // the event's throwable, and its class is the template
    }

    @Test
    void entriesOfAMap_count() {
        assertThat(has(new StringMapMessage().with("user", "bob"))).isTrue();
        assertThat(has(new StructuredDataMessage("id", "sold", "type", Map.of("item", "1"))))
                .isTrue();
        assertThat(has(new StructuredDataMessage("id", "sold", "type"))).isFalse();
    }

    @Test
    void messageWithItsTextAlone_hasNone() {
        assertThat(has(new SimpleMessage("text"))).isFalse();
        assertThat(has(new ThreadDumpMessage("stuck"))).isFalse();
        assertThat(has(new Failing())).isFalse();
        assertThat(new Viewed(new Log4jLogEvent()).hasArguments()).isFalse();
    }

    @Test
    void throwableOfTheEvent_besideOneArgument_takesNothingFromIt() {
        MutableLogEvent reused = new MutableLogEvent();
        reused.setMessage(ReusableMessageFactory.INSTANCE.newMessage("no {}", 1));
        reused.setThrown(thrown);

        assertThat(new Viewed(reused).hasArguments()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("factories")
    void textThatLooksLikeATemplate_isNotTakenApart(MessageFactory factory) {
        String text = "got {} and {}, \\{}, {0} and %s";
        LogEvent.Builder builder = LogEvent.builder();

        new Viewed(Log4jLogEvent.newBuilder()
                        .setMessage(factory.newMessage(text))
                        .build())
                .fill(builder);

        LogEvent event = builder.build();
        assertThat(event.template()).isEqualTo(text);
        assertThat(event.message()).isEqualTo(text);
        assertThat(event.arguments()).isEmpty();
    }

    /** A message that can't give its parameters. */
    private static final class Failing extends ParameterizedMessage {
        private static final long serialVersionUID = 1;

        Failing() {
            super("text");
        }

        @Override
        public Object[] getParameters() {
            throw new IllegalStateException("no");
        }
    }
}
