// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.wire.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parser that stands on a value: each method reads that whole value, or throws an exception that says what is wrong. */
final class JsonInput {
    private final JsonParser parser;

    JsonInput(JsonParser parser) {
        this.parser = parser;
    }

    interface Field {
        /** Reads the value of the field with that name, or skips it. */
        void read(String name) throws IOException;
    }

    interface Item<T> {
        T read() throws IOException;
    }

    interface Step {
        /** Reads the next item. */
        void read() throws IOException;
    }

    JsonToken token() {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new UnreadableEventException("ends too early");
        }
        return token;
    }

    boolean isNull() {
        return token() == JsonToken.VALUE_NULL;
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    void object(Field field) throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = Text.wellFormed(parser.currentName());
            parser.nextToken();
            field.read(name);
        }
    }

    void array(Step step) throws IOException {
        expect(JsonToken.START_ARRAY, "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            step.read();
        }
    }

    <T> List<T> list(Item<T> item) throws IOException {
        List<T> items = new ArrayList<>();
        array(() -> items.add(item.read()));
        return items;
    }

    /** Enters an array whose items differ by position; {@link #nextItem} moves to each item. */
    void enterTuple() {
        expect(JsonToken.START_ARRAY, "an array");
    }

    /** Moves to the next item and returns true; at the array's end it returns false. */
    boolean nextItem() throws IOException {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    /** Moves to the next item, which must be there. */
    void requireItem() throws IOException {
        if (!nextItem()) {
            throw wrong("a longer array");
        }
    }

    /** Leaves an array: items that a newer version has put at its end are skipped. */
    void leaveTuple() throws IOException {
        while (parser.currentToken() != JsonToken.END_ARRAY) {
            skip();
            parser.nextToken();
        }
    }

    String text() throws IOException {
        expect(JsonToken.VALUE_STRING, "a text");
        return Text.wellFormed(parser.getText());
    }

    @Nullable
    String textOrNull() throws IOException {
        return isNull() ? null : text();
    }

    long integer() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        return parser.getLongValue();
    }

    int int32() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        return parser.getIntValue();
    }

    boolean bool() {
        if (token() != JsonToken.VALUE_TRUE && token() != JsonToken.VALUE_FALSE) {
            throw wrong("true or false");
        }
        return token() == JsonToken.VALUE_TRUE;
    }

    /** Returns the digits of a number, as they stand. */
    String literal() throws IOException {
        return parser.getText();
    }

    UnreadableEventException wrong(String wanted) {
        String where = parser.getParsingContext().pathAsPointer().toString();
        String found = String.valueOf(parser.currentToken());
        return new UnreadableEventException(Json.shortened("where " + wanted + " belongs is " + found + ": " + where));
    }

    private void expect(JsonToken wanted, String words) {
        if (parser.currentToken() != wanted) {
            throw wrong(words);
        }
    }
}
