// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.centralog.gather.UnreadableEventException;
import java.io.IOException;

/** The limits of our JSON, the one factory that reads it, and the frame around every reading; {@link JsonOutput} writes. */
final class Json {
    static final int MAX_DOCUMENT_BYTES = 16 << 20;
    static final int MAX_NAME_LENGTH = 16 << 10;
    static final int MAX_NUMBER_LENGTH = 1000;
    static final int MAX_DEPTH = 500;
    private static final int MAX_REASON_LENGTH = 400;

    // A lock-free pool rather than thread-locals: the application's threads outlive us in a servlet container.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_DOCUMENT_BYTES)
                    .maxStringLength(MAX_DOCUMENT_BYTES)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    private Json() {}

    interface Reader<T> {
        T read(JsonInput input) throws IOException;
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
        } catch (UnreadableEventException unreadable) {
            throw unreadable;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new UnreadableEventException(reason(e), e);
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
