// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import dev.centralog.KeyValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.message.MapMessage;
import org.jspecify.annotations.Nullable;

/** A {@link RebuiltMessage} with key-values, for the converters and layouts that look for a {@code MapMessage}. */
final class RebuiltMapMessage extends MapMessage<RebuiltMapMessage, Object> {
    private static final long serialVersionUID = 1;

    private final RebuiltMessage message;

    RebuiltMapMessage(RebuiltMessage message, List<KeyValue> keyValues) {
        super(byKey(keyValues));
        this.message = message;
    }

    /** Returns the values by key. For a key that occurs twice the last value is kept, as SLF4J's own maps do. */
    private static Map<String, Object> byKey(List<KeyValue> keyValues) {
        Map<String, Object> byKey = new LinkedHashMap<>();
        keyValues.forEach(pair -> byKey.put(pair.key(), String.valueOf(pair.value())));
        return byKey;
    }

    @Override
    public String getFormattedMessage() {
        return message.getFormattedMessage();
    }

    @Override
    public String asString() {
        return message.getFormattedMessage();
    }

    @Override
    public void formatTo(StringBuilder buffer) {
        buffer.append(message.getFormattedMessage());
    }

    @Override
    public String getFormat() {
        return message.getFormat();
    }

    @Override
    public @Nullable Object[] getParameters() {
        return message.getParameters();
    }

    @Override
    public @Nullable Throwable getThrowable() {
        return message.getThrowable();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
