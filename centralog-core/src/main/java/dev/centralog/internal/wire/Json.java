// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.centralog.gather.UnreadableEventException;
import java.io.IOException;

/** The one JSON factory, its limits, and the frame around every reading and writing. */
final class Json {
    static final int MAX_DOCUMENT_BYTES = 16 << 20;
    static final int MAX_NAME_LENGTH = 16 << 10;
    static final int MAX_NUMBER_LENGTH = 1000;
    private static final int MAX_DEPTH = 500;
    private static final int MAX_REASON_LENGTH = 400;

    // A lock-free pool rather than thread-locals: the application's threads outlive us in a servlet container.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8) // else 12 bytes an emoji
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_DOCUMENT_BYTES)
                    .maxStringLength(MAX_DOCUMENT_BYTES)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private Json() {}

    interface Body {
        void write(JsonGenerator generator) throws IOException;
    }

    interface Reader<T> {
        T read(JsonInput input) throws IOException;
    }

    /**
     * Writes one value.
     *
     * @throws IllegalArgumentException if it could not be read again: nested too deeply, or too long
     */
    static byte[] write(Body body) {
        Bytes bytes = new Bytes();
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            body.write(generator);
        } catch (IOException tooDeep) { // an array of bytes knows no other failure
            throw new IllegalArgumentException("event can't be encoded: " + tooDeep.getMessage(), tooDeep);
        }
        byte[] written = bytes.written();
        if (written.length > MAX_DOCUMENT_BYTES) {
            throw new IllegalArgumentException(
                    "event can't be encoded: " + written.length + " bytes, at most " + MAX_DOCUMENT_BYTES);
        }
        return written;
    }

    /** Reads one value that must be all there is; whatever fails is an {@link UnreadableEventException}. */
    static <T> T read(byte[] json, Reader<T> reader) {
        if (json.length > MAX_DOCUMENT_BYTES) {
            throw new UnreadableEventException(json.length + " bytes, at most " + MAX_DOCUMENT_BYTES + " are read");
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new UnreadableEventException("empty");
            }
            T value = reader.read(new JsonInput(parser));
            if (parser.nextToken() != null) {
                throw new UnreadableEventException("there is more behind its end");
            }
            return value;
        } catch (UnreadableEventException known) {
            throw known;
        } catch (IOException | RuntimeException | StackOverflowError wrong) {
            throw new UnreadableEventException(reason(wrong), wrong);
        }
    }

    private static String reason(Throwable wrong) {
        String words =
                wrong instanceof JsonProcessingException json ? json.getOriginalMessage() : String.valueOf(wrong);
        String where = wrong instanceof JsonProcessingException json && json.getLocation() != null
                ? " at byte " + json.getLocation().getByteOffset()
                : "";
        return shortened("not readable as JSON: " + words) + where;
    }

    static String shortened(String reason) {
        return reason.length() <= MAX_REASON_LENGTH ? reason : reason.substring(0, MAX_REASON_LENGTH) + "…";
    }
}
