// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.LogEvent;
import org.apache.logging.log4j.message.Message;
import org.jspecify.annotations.Nullable;

/** A message with the text that it had when it was logged, even if its arguments have changed since. */
final class RebuiltMessage implements Message {
    private static final long serialVersionUID = 1;

    private final String text;
    private final String template;

    @SuppressWarnings("serial") // plain data: strings, numbers, and lists and maps of those
    private final @Nullable Object[] arguments;

    private final @Nullable Throwable thrown;

    RebuiltMessage(LogEvent event, @Nullable Throwable thrown) {
        this.text = String.valueOf(event.message()); // Log4j2 also prints "null" for a null message
        this.template = event.template() == null ? text : event.template();
        this.arguments = event.arguments().toArray();
        this.thrown = thrown;
    }

    @Override
    public String getFormattedMessage() {
        return text;
    }

    @Override
    @SuppressWarnings("deprecation") // layouts still call it
    public String getFormat() {
        return template;
    }

    @Override
    public @Nullable Object[] getParameters() {
        return arguments.clone();
    }

    @Override
    public @Nullable Throwable getThrowable() {
        return thrown;
    }

    @Override
    public String toString() {
        return text;
    }
}
