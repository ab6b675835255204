// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.impl.MutableLogEvent;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.MessageFactory;
import org.apache.logging.log4j.message.ObjectArrayMessage;
import org.apache.logging.log4j.message.ParameterizedMessageFactory;
import org.apache.logging.log4j.message.ReusableMessageFactory;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.message.StringFormattedMessage;
import org.apache.logging.log4j.message.StringMapMessage;
import org.apache.logging.log4j.message.StructuredDataMessage;
import org.apache.logging.log4j.message.ThreadDumpMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
    static List<MessageFactory> factories() {
        return List.of(ReusableMessageFactory.INSTANCE, ParameterizedMessageFactory.INSTANCE);
    }

    /** Returns the template of a message, and that of an event that has taken it over. */
    private static List<@Nullable String> both(Message message) {
        String ofMessage = Templates.of(message);
        MutableLogEvent event = new MutableLogEvent();
        event.setMessage(message);
        return Collections.unmodifiableList(java.util.Arrays.asList(ofMessage, Templates.of(event.getMessage())));
    }

    @ParameterizedTest
    @MethodSource("factories")
    void object_isItsClass_andATextOrNullItself(MessageFactory factory) {
        assertThat(both(factory.newMessage((Object) 42))).containsOnly("java.lang.Integer");
        assertThat(both(factory.newMessage(new HashMap<>(Map.of("a", 1))))).containsOnly("java.util.HashMap");
        assertThat(both(factory.newMessage(new IllegalStateException("x"))))
                .containsOnly("java.lang.IllegalStateException");
        assertThat(both(factory.newMessage(TimeUnit.DAYS))).containsOnly("java.util.concurrent.TimeUnit.DAYS");
        assertThat(both(factory.newMessage((Object) "text"))).allMatch(each -> each == null || each.equals("text"));
        assertThat(both(factory.newMessage(java.nio.CharBuffer.wrap("text"))))
                .allMatch(each -> each == null || each.equals("text"));
        assertThat(both(factory.newMessage((Object) null))).containsOnlyNulls();
    }

    @ParameterizedTest
    @MethodSource("factories")
    void pattern_isItself(MessageFactory factory) {
        assertThat(both(factory.newMessage("no {} of {}", 1, "two"))).containsOnly("no {} of {}");
        assertThat(both(factory.newMessage("plain"))).containsOnly("plain");
        assertThat(both(factory.newMessage(""))).containsOnlyNulls();
        assertThat(Templates.of(new StringFormattedMessage("no %s", 1))).isEqualTo("no %s");
    }

    @Test
    void map_isItsMessage_orItsKeys() {
        assertThat(Templates.of(new StringMapMessage().with("message", "bought").with("user", "bob")))
                .isEqualTo("bought");
        assertThat(Templates.of(new StringMapMessage().with("user", "bob").with("action", "buy")))
                .isEqualTo("action={} user={}");
        assertThat(Templates.of(new StringMapMessage().with("message", "").with("user", "bob")))
                .isEqualTo("message={} user={}");
        assertThat(Templates.of(new StringMapMessage())).isNull();
        assertThat(Templates.of(new StructuredDataMessage("id", "sold", "type")))
                .isEqualTo("sold");
        assertThat(Templates.of(new StructuredDataMessage("id", null, "type", Map.of("item", "1"))))
                .isEqualTo("item={}");
    }

    @Test
    void array_isTheClassesOfItsElements_ofSixteen() {
        assertThat(Templates.of(new ObjectArrayMessage(1, "x", null)))
                .isEqualTo("[java.lang.Integer, java.lang.String, null]");
        assertThat(Templates.of(new ObjectArrayMessage())).isEqualTo("[]");
        assertThat(Templates.of(
                        new ObjectArrayMessage(Collections.nCopies(100_000, "x").toArray())))
                .endsWith("java.lang.String, …]")
                .hasSize("[]".length() + 16 * "java.lang.String, ".length() + "…".length());
    }

    private record Shop(String name) implements Message {
        @Override
        public String getFormattedMessage() {
            return name;
        }

        @Override
        public @Nullable Object[] getParameters() {
            return new Object[0];
        }

        @Override
        public @Nullable Throwable getThrowable() {
            return null;
        }

        @Override
        @SuppressWarnings({"deprecation", "NullAway"}) // like some applications' own message classes
        public String getFormat() {
            return null;
        }
    }

    @Test
    void messageOfTheApplications_withoutFormat_isItsClass() {
        assertThat(Templates.of(new Shop("one"))).isEqualTo(Shop.class.getName());
        assertThat(Templates.of(new SimpleMessage(""))).isNull();
        assertThat(Templates.of(new ThreadDumpMessage(""))).isEqualTo(ThreadDumpMessage.class.getName());
        assertThat(Templates.of(new ThreadDumpMessage("stuck"))).isEqualTo("stuck");
    }

    /** Checks generated classes, whose names differ from run to run: without this rule their groups would, too. */
    @ParameterizedTest
    @ValueSource(classes = {Runnable.class, Comparable.class})
    void objectOfAGeneratedClass_isTheClassThatWasWritten(Class<?> type) {
        Object proxy = Proxy.newProxyInstance(
                TemplatesTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, any) -> {
                    throw new IllegalStateException();
                });
        Runnable lambda = () -> {};

        assertThat(Templates.of(ParameterizedMessageFactory.INSTANCE.newMessage(proxy)))
                .isEqualTo(type.getName());
        assertThat(Templates.of(ParameterizedMessageFactory.INSTANCE.newMessage(lambda)))
                .isEqualTo("java.lang.Runnable");
    }

    @Test
    void object_thatFails_isNotAskedForItsText() {
        Object hostile = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        };

        assertThat(Templates.of(ParameterizedMessageFactory.INSTANCE.newMessage(hostile)))
                .isEqualTo(hostile.getClass().getName());
    }
}
