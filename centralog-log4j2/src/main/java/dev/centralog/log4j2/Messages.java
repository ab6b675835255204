// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.KeyValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.util.StringBuilderFormattable;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a Log4j2 message. If an argument's {@code toString()} throws, the exception is caught here. */
final class Messages {
    private static final @Nullable Object[] NONE = {};

    private Messages() {}

    /**
     * Returns the text as {@code PatternLayout} prints it; for some messages {@code getFormattedMessage} returns
     * another text.
     */
    static @Nullable String rendered(Message message) {
        try {
            if (message instanceof StringBuilderFormattable formattable) {
                StringBuilder text = new StringBuilder();
                formattable.formatTo(text);
                return text.toString();
            }
            return message.getFormattedMessage();
        } catch (Throwable e) {
            return "[" + message.getClass().getName() + ": can't be rendered: "
                    + e.getClass().getName() + "]";
        }
    }

    /** Returns the arguments, without a throwable at the end that the event carries as its throwable. */
    static @Nullable Object[] arguments(Message message) {
        if (message instanceof MapMessage) {
            return NONE; // a map's values become key-values
        }
        @Nullable Object[] parameters = parameters(message);
        int count = parameters.length;
        return count > 0 && parameters[count - 1] instanceof Throwable last && last == message.getThrowable()
                ? Arrays.copyOf(parameters, count - 1)
                : parameters;
    }

    /**
     * Whether the message has arguments, so that its {@linkplain Templates template} is not its text. These count: the
     * arguments of a pattern, whatever its syntax (also of reusable and of custom messages); the entries of a {@code
     * MapMessage} or {@code StructuredDataMessage}; and an object that is logged, or each element of an array. These
     * do not: a throwable at the end that the event carries as its throwable, and an object that is a {@code
     * CharSequence}, because it is the text.
     *
     * @param thrown the event's throwable; a copy of a message no longer tells which of its arguments is that one
     */
    static boolean hasArguments(Message message, @Nullable Throwable thrown) {
        if (message instanceof MapMessage<?, ?> map) {
            return !map.getIndexedReadOnlyStringMap().isEmpty();
        }
        @Nullable Object[] arguments = arguments(message);
        if (arguments.length != 1) {
            return arguments.length > 1;
        }
        Object only = arguments[0];
        return (only == null || only != thrown) && !isText(message, only);
    }

    /** Whether the only argument of a message is an object that is logged as the text. */
    @SuppressWarnings("deprecation") // Log4j2 offers no other way to tell a pattern from a text
    private static boolean isText(Message message, @Nullable Object only) {
        if (!(only instanceof CharSequence text)) {
            return false;
        }
        try {
            String format = message.getFormat(); // of a CharSequence, its text, or null
            return format == null || format.contentEquals(text);
        } catch (Throwable ignored) {
            return false;
        }
    }

    private static @Nullable Object[] parameters(Message message) {
        try {
            @Nullable Object[] parameters = message.getParameters();
            return parameters == null ? NONE : parameters;
        } catch (Throwable ignored) {
            return NONE;
        }
    }

    /** Returns the contents of a {@code MapMessage} or {@code StructuredDataMessage}; an empty list for other messages. */
    static List<KeyValue> keyValues(Message message) {
        List<KeyValue> pairs = new ArrayList<>();
        if (message instanceof MapMessage<?, ?> map) {
            map.forEach((String key, Object value) -> pairs.add(new KeyValue(key, value)));
        }
        return pairs;
    }

    /** Returns the value of that key in a {@code MapMessage}, or null. */
    static @Nullable Object value(Message message, String key) {
        return message instanceof MapMessage<?, ?> map
                ? map.getIndexedReadOnlyStringMap().getValue(key)
                : null;
    }
}
