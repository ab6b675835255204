// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import java.lang.reflect.Proxy;
import java.util.Locale;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ObjectArrayMessage;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.ReusableObjectMessage;
import org.apache.logging.log4j.message.ThreadDumpMessage;
import org.apache.logging.log4j.util.IndexedReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds a message's template: the part that stays the same from one call of a statement to the next, by which repeats
 * are recognised. It is the pattern of a message with arguments; the entry {@code message} of a map, or else its keys;
 * and the class of an object, because each object's text differs. A plain text is its own template, whichever message
 * class carries it.
 */
final class Templates {
    private static final String LOG4J = "org.apache.logging.log4j.";
    private static final int MAX_ELEMENTS = 16;
    private static final String MORE = "…";

    private Templates() {}

    /** Returns the template, or null if the message has only its text. */
    static @Nullable String of(Message message) {
        try {
            if (message instanceof MapMessage<?, ?> map) {
                return ofMap(map);
            }
            if (message instanceof ObjectMessage object) {
                return ofObject(object.getParameter());
            }
            if (message instanceof ReusableObjectMessage object) {
                return ofObject(object.getParameter());
            }
            if (message instanceof ObjectArrayMessage array) {
                return ofArray(array.getParameters());
            }
            return ofFormat(message);
        } catch (Throwable ignored) {
            return null;
        }
    }

    @SuppressWarnings("deprecation") // Log4j2 offers no other way to tell a template from its text
    private static @Nullable String ofFormat(Message message) {
        String format = message.getFormat();
        if (format != null && !format.isEmpty()) {
            return format;
        }
        if (message instanceof RebuiltMessage) {
            return null;
        }
        if (message instanceof ThreadDumpMessage
                || !message.getClass().getName().startsWith(LOG4J)) {
            return nameOf(message.getClass());
        }
        // Log4j2's own events copy from an object's message only the object, and no format.
        @Nullable Object[] parameters = format == null ? message.getParameters() : null;
        return parameters == null || parameters.length != 1 ? null : ofObject(parameters[0]);
    }

    private static @Nullable String ofMap(MapMessage<?, ?> map) {
        String format = map.getFormat(); // the message of a StructuredDataMessage
        if (format != null && !format.isEmpty()) {
            return format;
        }
        Object message = map.getIndexedReadOnlyStringMap().getValue("message");
        String text = message == null ? "" : String.valueOf(message);
        return text.isEmpty() ? ofKeys(map.getIndexedReadOnlyStringMap()) : text;
    }

    private static @Nullable String ofKeys(IndexedReadOnlyStringMap map) {
        if (map.isEmpty()) {
            return null;
        }
        StringBuilder keys = new StringBuilder();
        for (int index = 0; index < map.size(); index++) {
            keys.append(index == 0 ? "" : " ").append(map.getKeyAt(index)).append("={}");
        }
        return keys.toString();
    }

    private static String ofArray(@Nullable Object[] elements) {
        StringBuilder classes = new StringBuilder("[");
        for (int index = 0; index < elements.length && index < MAX_ELEMENTS; index++) {
            Object element = elements[index];
            classes.append(index == 0 ? "" : ", ").append(element == null ? "null" : nameOf(element.getClass()));
        }
        return classes.append(elements.length > MAX_ELEMENTS ? ", " + MORE : "")
                .append(']')
                .toString();
    }

    private static @Nullable String ofObject(@Nullable Object object) {
        if (object == null || object instanceof CharSequence) {
            return null;
        }
        return object instanceof Enum<?> constant
                ? constant.getDeclaringClass().getName() + "." + constant.name()
                : nameOf(object.getClass());
    }

    /**
     * Returns the name of the class in the source code, if this one was generated from it at run time: generated names
     * change from run to run.
     */
    private static String nameOf(Class<?> type) {
        Class<?> written = type;
        while (isMadeAtRunTime(written)) {
            Class<?> parent = written.getSuperclass();
            if (parent != null && parent != Object.class && parent != Proxy.class) {
                written = parent;
            } else if (written.getInterfaces().length > 0) {
                return written.getInterfaces()[0].getName();
            } else {
                break;
            }
        }
        return written.getName();
    }

    private static boolean isMadeAtRunTime(Class<?> type) {
        String name = type.getName();
        return type.isHidden()
                || Proxy.isProxyClass(type)
                || name.contains("$$")
                || name.contains("$ByteBuddy$")
                || name.contains("$HibernateProxy$")
                || name.contains("$MockitoMock$")
                || name.toLowerCase(Locale.ROOT).contains("_javassist");
    }
}
