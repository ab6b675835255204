// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The filling of a template with its arguments by SLF4J's rules: each <code>{}</code> takes the next argument. Behind a
 * backslash it is text, and the backslash goes; behind two, it takes an argument, and one backslash stays. What is
 * left when the arguments are used up stays as it is.
 *
 * <p>Thread-safety: stateless.
 */
public final class RenderedTemplate {
    private static final String PLACEHOLDER = "{}";
    private static final char ESCAPE = '\\';

    private RenderedTemplate() {}

    /**
     * Returns the message, null if there is no template.
     *
     * @param arguments data, see {@link dev.centralog.LogEvent}: their {@code toString()} is no foreign code
     */
    public static @Nullable String of(@Nullable String template, List<@Nullable Object> arguments) {
        if (template == null || arguments.isEmpty()) {
            return template;
        }
        StringBuilder text = new StringBuilder(template.length() + 16 * arguments.size());
        int from = 0;
        int next = 0;
        while (next < arguments.size()) {
            int found = template.indexOf(PLACEHOLDER, from);
            if (found < 0) {
                break;
            }
            boolean isEscaped = found > 0 && template.charAt(found - 1) == ESCAPE;
            boolean isText = isEscaped && (found < 2 || template.charAt(found - 2) != ESCAPE);
            text.append(template, from, isEscaped ? found - 1 : found);
            if (isText) {
                text.append('{');
                from = found + 1;
            } else {
                text.append(arguments.get(next++));
                from = found + PLACEHOLDER.length();
            }
        }
        return text.append(template, from, template.length()).toString();
    }

    /**
     * Returns whether any reader that has the template and the arguments can tell the message from them. Arguments of other
     * types than texts and whole numbers may read otherwise in another version of Java.
     */
    static boolean gives(@Nullable String message, @Nullable String template, List<@Nullable Object> arguments) {
        return arguments.stream().allMatch(RenderedTemplate::readsTheSame)
                && Objects.equals(message, of(template, arguments));
    }

    private static boolean readsTheSame(@Nullable Object argument) {
        if (argument instanceof String text) {
            // Half of a character is replaced, unless the message joins it to the other half.
            return text.isEmpty()
                    || !(Character.isLowSurrogate(text.charAt(0))
                            || Character.isHighSurrogate(text.charAt(text.length() - 1)));
        }
        return argument == null
                || argument instanceof Integer
                || argument instanceof Long
                || argument instanceof Boolean;
    }
}
