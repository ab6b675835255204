// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.wire.JsonOutput;
import java.io.IOException;

/** The one factory of JSON parsers, within the limits of what {@link JsonOutput} writes, and the frame around each read. */
final class Json {
    private static final int MAX_REASON_LENGTH = 400;

    // A lock-free pool rather than thread-locals: in a servlet container the application's threads outlive this class.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(JsonOutput.MAX_DOCUMENT_BYTES)
                    .maxStringLength(JsonOutput.MAX_DOCUMENT_BYTES)
                    .maxNameLength(JsonOutput.MAX_NAME_LENGTH)
                    .maxNumberLength(JsonOutput.MAX_NUMBER_LENGTH)
                    .maxNestingDepth(JsonOutput.MAX_DEPTH)
                    .build())
            .build();

    private Json() {}

    interface Reader<T> {
        T read(JsonInput input) throws IOException;
    }

    /** Reads one value, which must be all of the text; any failure becomes an {@link UnreadableEventException}. */
    static <T> T read(byte[] json, Reader<T> reader) {
        if (json.length > JsonOutput.MAX_DOCUMENT_BYTES) {
            throw new UnreadableEventException(
                    json.length + " bytes, at most " + JsonOutput.MAX_DOCUMENT_BYTES + " are read");
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
