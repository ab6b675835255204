// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The writer of one JSON value, compact, in UTF-8. The caller is responsible for the order of the calls; this class
 * checks only depth and length.
 *
 * <p>We have our own writer because Jackson's loads its readers and about seventy further classes, which would delay
 * an application's first event. Not thread-safe.
 */
public final class JsonOutput {
    /** The longest document that readers accept, in bytes. */
    public static final int MAX_DOCUMENT_BYTES = 16 << 20;

    /** The longest name of a field that readers accept, in characters. */
    public static final int MAX_NAME_LENGTH = 16 << 10;

    /** The longest number that readers accept, in characters. */
    public static final int MAX_NUMBER_LENGTH = 1000;

    /** The deepest nesting that readers accept. */
    public static final int MAX_DEPTH = 500;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[1024];
    private int length;
    private int depth;
    private boolean behindValue;

    void writeStartObject() {
        open('{');
    }

    void writeEndObject() {
        close('}');
    }

    void writeStartArray() {
        open('[');
    }

    void writeArrayFieldStart(String name) {
        writeFieldName(name);
        writeStartArray();
    }

    void writeEndArray() {
        close(']');
    }

    private void open(char bracket) {
        descend();
        separate();
        put(bracket);
        behindValue = false;
    }

    private void descend() {
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("event can't be encoded: nested deeper than " + MAX_DEPTH);
        }
    }

    private void close(char bracket) {
        depth--;
        put(bracket);
        behindValue = true;
    }

    /** Writes an array that is already encoded and contains no other array. */
    void writeArray(byte[] json) {
        descend();
        separate();
        put(json, 0, json.length);
        behindValue = true;
        depth--;
    }

    void writeFieldName(String name) {
        writeText(name);
        put(':');
        behindValue = false;
    }

    /** Writes a text; a surrogate without its partner is replaced. */
    void writeText(String text) {
        separate();
        put('"');
        byte[] utf8 = Text.utf8(text);
        int written = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte each = utf8[i];
            if ((each >= 0 && each < ' ') || each == '"' || each == '\\') {
                put(utf8, written, i);
                escape(each);
                written = i + 1;
            }
        }
        put(utf8, written, utf8.length);
        put('"');
        behindValue = true;
    }

    private void escape(byte character) {
        put('\\');
        switch (character) {
            case '"', '\\' -> put(character);
            case '\b' -> put('b');
            case '\t' -> put('t');
            case '\n' -> put('n');
            case '\f' -> put('f');
            case '\r' -> put('r');
            default -> {
                literally("u00");
                put(HEX[character >> 4]);
                put(HEX[character & 0xF]);
            }
        }
    }

    void writeNumber(long number) {
        writeLiteral(Long.toString(number));
    }

    void writeNumberField(String name, long number) {
        writeFieldName(name);
        writeNumber(number);
    }

    void writeBoolean(boolean flag) {
        writeLiteral(flag ? "true" : "false");
    }

    void writeNull() {
        writeLiteral("null");
    }

    /** Writes text that is already JSON and ASCII: a number, or a word of the language. */
    void writeLiteral(String json) {
        separate();
        literally(json);
        behindValue = true;
    }

    private void separate() {
        if (behindValue) {
            put(',');
        }
    }

    private void literally(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            put(ascii.charAt(i));
        }
    }

    private void put(int ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    private void put(byte[] utf8, int from, int to) {
        ensure(to - from);
        System.arraycopy(utf8, from, bytes, length, to - from);
        length += to - from;
    }

    private void ensure(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), 2 * length));
        }
    }

    /**
     * Returns the document that was written.
     *
     * @throws IllegalArgumentException if it is too long to be read again
     */
    byte[] bytes() {
        if (length > MAX_DOCUMENT_BYTES) {
            throw new IllegalArgumentException(
                    "event can't be encoded: " + length + " bytes, at most " + MAX_DOCUMENT_BYTES);
        }
        return Arrays.copyOf(bytes, length);
    }
}
