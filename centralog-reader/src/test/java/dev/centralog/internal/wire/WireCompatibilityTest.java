// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.EventMarker;
import dev.centralog.KeyValue;
import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.SourceLocation;
import dev.centralog.ThreadRef;
import dev.centralog.Thrown;
import dev.centralog.internal.decode.DropDecoder;
import dev.centralog.internal.decode.EventDecoder;
import dev.centralog.internal.decode.ProcessDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that everything that was ever written can be read, and that additions of a later minor version are skipped. */
final class WireCompatibilityTest {
    private static final ProcessInfo PROCESS = new ProcessInfo("shop", "test", "1.4.2", "host1", 4711, "shop-7f9");

    private static byte[] fixture(String name) {
        try (InputStream stream =
                Objects.requireNonNull(WireCompatibilityTest.class.getResourceAsStream("/wire/" + name))) {
            return new String(stream.readAllBytes(), UTF_8).strip().getBytes(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LogEvent everything() {
        StackTraceElement loop = new StackTraceElement("com.example.Shop$1", "loop", "Shop.java", 40);
        StackTraceElement main = new StackTraceElement("com.example.Shop", "main", "Start.java", 10);
        List<StackTraceElement> outerFrames = List.of(
                new StackTraceElement("app", "com.example", "1.0", "com.example.Shop", "sell", "Shop.java", 42),
                new StackTraceElement(null, "java.base", null, "java.lang.reflect.Method", "invoke", "Method.java", -2),
                new StackTraceElement("com.example.Shop", "run", null, -1),
                loop,
                main);
        Thrown cause = new Thrown(
                "java.io.IOException",
                null,
                "no disk",
                List.of(new StackTraceElement("com.example.Disk", "write", "Disk.kt", 7), loop, main),
                3,
                Thrown.reference(0),
                List.of(),
                -1);
        Thrown suppressed = new Thrown("com.example.Odd", "odd", null, List.of(), 0, null, List.of(), -1);
        Map<String, @Nullable String> mdc = new LinkedHashMap<>();
        mdc.put("user", "zoë");
        mdc.put("none", null);
        return new LogEvent(
                Instant.parse("2026-01-02T03:04:05.000000006Z"),
                new Level("NOTICE", 11),
                "com.example.Shop",
                new ThreadRef("main \"1\"", 12, 5),
                "sold {} to {}",
                Arrays.asList(1, 1L << 40, 2.5, new BigDecimal("2.50"), true, null, List.of("a", Map.of("k", "😀"))),
                "sold 1 to\n\0you",
                new Thrown("com.example.Sad", "sad", null, outerFrames, 0, cause, List.of(suppressed), -1),
                new SourceLocation("com.example.Shop", "sell", "Shop.java", 41),
                List.of(new EventMarker("A", List.of(new EventMarker("B"))), new EventMarker("C")),
                mdc,
                List.of("outer", "inner"),
                List.of(new KeyValue("k", 1), new KeyValue("k", null)),
                new Origin("shop", "test", "host1", 4711),
                99,
                Map.of("message", 123456789012L));
    }

    @Test
    void firstVersionsBytes_areReadForEver() {
        assertThat(EventDecoder.decode(fixture("event-v1.json"))).isEqualTo(everything());
        assertThat(EventDecoder.decode(fixture("smallest-event-v1.json")).time())
                .isEqualTo(Instant.ofEpochSecond(-5));
        assertThat(DropDecoder.decode(fixture("drop-v1.json")))
                .isEqualTo(new Drop("events", "bufferFull", new Origin("shop", "test", "host1", 4711)));
        assertThat(ProcessDecoder.decode(fixture("process-v1.json"))).isEqualTo(PROCESS);
    }

    @Test
    void thisVersionsBytes_areThoseOfTheFixture() {
        assertThat(new String(EventEncoder.encode(everything()), UTF_8))
                .isEqualTo(new String(fixture("event-v1.json"), UTF_8));
        assertThat(ProcessEncoder.encode(PROCESS)).isEqualTo(fixture("process-v1.json"));
    }

    @Test
    void eventOfAVaryingRow_isTheSameEventAndOneFieldMore() {
        byte[] varying = EventEncoder.encode(everything(), true);

        assertThat(new String(varying, UTF_8))
                .isEqualTo(new String(fixture("event-v1.json"), UTF_8).replaceFirst("}$", ",\"varying\":true}"));
        assertThat(EventDecoder.read(varying)).isEqualTo(new EventDecoder.Decoded(everything(), true));
        assertThat(EventDecoder.read(fixture("event-v1.json")).varying()).isFalse();
    }

    @Test
    void fieldsOfALaterVersion_atEveryLevel_areSkipped() {
        String today = new String(fixture("event-v1.json"), UTF_8);

        String tomorrow = withFieldsUnknownToUs(today);

        assertThat(tomorrow.split("\"~new\"", -1)).hasSize(12);
        assertThat(EventDecoder.decode(tomorrow.getBytes(UTF_8))).isEqualTo(everything());
    }

    /**
     * Adds a field at the start of each object, except those with users' own keys, and items at the end of frames and pairs.
     */
    private static String withFieldsUnknownToUs(String json) {
        String unknown = "\"~new\":{\"a\":[1,{\"b\":null}],\"c\":\"}]\"},";
        return json.replace("{\"v\"", "{" + unknown + "\"v\"")
                .replace("{\"class\"", "{" + unknown + "\"class\"")
                .replace("{\"ref\"", "{" + unknown + "\"ref\"")
                .replace("{\"name\"", "{" + unknown + "\"name\"")
                .replace("\"main\",10,\"Start.java\"]", "\"main\",10,\"Start.java\",null,null,null,[[\"~new\"]],3]")
                .replace("\"app\",\"com.example\",\"1.0\"]", "\"app\",\"com.example\",\"1.0\",{\"~new\":[]}]")
                .replace("[\"k\",1]", "[\"k\",1,\"~new\",[]]")
                .replace("[\"k\",null]", "[\"k\",null,{\"~new\":1}]")
                .replace("\"seq\":99", "\"~new\":[[]],\"seq\":99");
    }
}
