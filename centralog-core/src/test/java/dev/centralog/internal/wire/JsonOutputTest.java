// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
    private final JsonOutput json = new JsonOutput();

    private String written() {
        return new String(json.bytes(), UTF_8);
    }

    @Test
    void values_ofAllKinds_areSeparated() {
        json.writeStartObject();
        json.writeNumberField("a", Long.MIN_VALUE);
        json.writeFieldName("b");
        json.writeStartArray();
        json.writeBoolean(true);
        json.writeBoolean(false);
        json.writeNull();
        json.writeStartObject();
        json.writeEndObject();
        json.writeLiteral("1.5E-7");
        json.writeEndArray();
        json.writeArrayFieldStart("c");
        json.writeEndArray();
        json.writeFieldName("d");
        json.writeText("e");
        json.writeEndObject();

        assertThat(written())
                .isEqualTo("{\"a\":-9223372036854775808,\"b\":[true,false,null,{},1.5E-7],\"c\":[],\"d\":\"e\"}");
    }

    /** Checks that the bytes are the ones that Jackson wrote before. */
    @Test
    void text_ofAnyCharacter_isWrittenAsJacksonDoes() throws IOException {
        StringBuilder all = new StringBuilder("\uD83D\uDE00");
        for (char c = 0; c < Character.MIN_SURROGATE; c++) {
            all.append(c);
        }
        String text = all.toString();
        json.writeStartObject();
        json.writeFieldName(text);
        json.writeText(text);
        json.writeEndObject();

        assertThat(json.bytes()).isEqualTo(byJackson(text));
    }

    private static byte[] byJackson(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator generator = JsonFactory.builder()
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .build()
                .createGenerator(bytes)) {
            generator.writeStartObject();
            generator.writeStringField(text, text);
            generator.writeEndObject();
        }
        return bytes.toByteArray();
    }

    @Test
    void text_withASurrogateAlone_isMended() {
        json.writeText("a\uD800b");

        assertThat(written()).isEqualTo("\"a\uFFFDb\"");
    }

    @Test
    void depth_ofAsManyAsAreRead_isWritten() {
        for (int i = 0; i < JsonOutput.MAX_DEPTH; i++) {
            json.writeStartArray();
        }

        assertThat(written()).hasSize(JsonOutput.MAX_DEPTH);
        assertThatIllegalArgumentException()
                .isThrownBy(json::writeStartObject)
                .withMessageContaining("nested deeper than 500");
    }

    @Test
    void length_beyondWhatIsRead_isRefused() {
        json.writeText("x".repeat(JsonOutput.MAX_DOCUMENT_BYTES - 2));
        assertThat(json.bytes()).hasSize(JsonOutput.MAX_DOCUMENT_BYTES);

        json.writeNull();

        assertThatIllegalArgumentException().isThrownBy(json::bytes).withMessageContaining("can't be encoded");
    }
}
