// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The filling of a template with its arguments by SLF4J's rules: each <code>{}</code> takes the next argument. Behind a
 * backslash it is text, and the backslash goes; behind two, it takes an argument, and one backslash stays. What is
 * left when the arguments are used up stays as it is.
 *
 * <p>Thread-safety: stateless.
 */
final class RenderedTemplate {
    private static final String PLACEHOLDER = "{}";
    private static final char ESCAPE = '\\';

    private RenderedTemplate() {}

    /**
     * Returns the message.
     *
     * @param arguments data, see {@link LogEvent}: their {@code toString()} is no foreign code
     */
    static String of(String template, List<@Nullable Object> arguments) {
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
}
