// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.centralog.LogEvent;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.decode.EventDecoder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnreadablePayloadTest {
    private static final String START = "{\"v\":1,\"t\":1,\"level\":\"INFO\"";

    private static void assertUnreadable(String json, String reason) {
        assertThatThrownBy(() -> EventDecoder.decode(json.getBytes(UTF_8)))
                .isExactlyInstanceOf(UnreadableEventException.class)
                .message()
                .contains(reason)
                .hasSizeLessThan(600);
    }

    @Test
    void event_cutAnywhere_isUnreadable() {
        for (long seed = 1; seed <= 5; seed++) {
            byte[] whole = EventEncoder.encode(new RandomEvents(seed).next());
            for (int length = 0; length < whole.length; length++) {
                if (!isUnreadable(Arrays.copyOf(whole, length))) {
                    fail("seed %d is readable from %d of %d bytes", seed, length, whole.length);
                }
            }
        }
    }

    @Test
    void event_withBytesChanged_isReadOrUnreadable() {
        int unreadable = 0;
        for (long seed = 1; seed <= 300; seed++) {
            byte[] whole = EventEncoder.encode(new RandomEvents(seed).next());
            Random random = new Random(seed);
            for (int i = 0; i < 20; i++) {
                byte[] changed = whole.clone();
                for (int flips = random.nextInt(3); flips >= 0; flips--) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                unreadable += isUnreadable(changed) ? 1 : 0;
            }
        }

        assertThat(unreadable).isBetween(2_000, 5_999);
    }

    private static boolean isUnreadable(byte[] bytes) {
        try {
            LogEvent event = EventDecoder.decode(bytes);
            EventEncoder.encode(event); // an event that was read can be stored
            return false;
        } catch (UnreadableEventException ignored) {
            return true;
        }
    }

    @Test
    void garbage_isUnreadable() {
        Random random = new Random(1);
        byte[] noise = new byte[10_000];
        random.nextBytes(noise);

        assertThat(isUnreadable(noise)).isTrue();
        assertThat(isUnreadable(new byte[0])).isTrue();
        assertThat(isUnreadable(new byte[4096])).isTrue();
    }

    @Test
    void newerVersion_saysBothVersions() {
        assertUnreadable("{\"v\":2,\"time\":[1]}", "wire version 2 is newer than 1");
        assertUnreadable("{\"v\":99999999999,\"t\":1}", "wire version 99999999999 is newer than 1");
        assertUnreadable("{\"v\":0,\"t\":1,\"level\":\"INFO\"}", "no wire version 0");
    }

    @Test
    void necessaryField_missing_isNamed() {
        assertUnreadable("{\"t\":1,\"level\":\"INFO\"}", "no version");
        assertUnreadable("{\"v\":1,\"level\":\"INFO\"}", "without time");
        assertUnreadable("{\"v\":1,\"t\":1}", "without level");
        assertUnreadable("{}", "no version");
        assertUnreadable("[1]", "where an object belongs is START_ARRAY");
        assertUnreadable("null", "where an object belongs");
        assertUnreadable(START + "}x", "");
        assertUnreadable(START + "}{}", "more behind its end");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"t\":\"1\"",
                "\"t\":1.5",
                "\"t\":1e3",
                "\"t\":null",
                "\"t\":99999999999999999999",
                "\"t\":9223372036854775807",
                "\"n\":9223372036854775807,\"t\":9223372036854775807",
                "\"level\":null",
                "\"level\":{}",
                "\"severity\":2147483648",
                "\"logger\":5",
                "\"thread\":[]",
                "\"tid\":\"1\"",
                "\"message\":true",
                "\"template\":{}",
                "\"args\":{}",
                "\"args\":null",
                "\"args\":[1e99999999999]",
                "\"thrown\":[]",
                "\"thrown\":{\"class\":null}",
                "\"thrown\":{\"frames\":[1]}",
                "\"thrown\":{\"frames\":[[]]}",
                "\"thrown\":{\"frames\":[[null,\"m\",1]]}",
                "\"thrown\":{\"frames\":[[\"c\",\"m\"]]}",
                "\"thrown\":{\"frames\":[[\"c\",\"m\",1,2]]}",
                "\"thrown\":{\"common\":1}",
                "\"thrown\":{\"common\":-1}",
                "\"thrown\":{\"suppressed\":[null]}",
                "\"at\":{}",
                "\"at\":[\"c\",\"m\",1.5]",
                "\"markers\":[1]",
                "\"markers\":[{\"refs\":3}]",
                "\"mdc\":[]",
                "\"mdc\":{\"k\":1}",
                "\"ndc\":[null]",
                "\"kv\":[[\"k\"]]",
                "\"kv\":[[1,2]]",
                "\"kv\":{}",
                "\"app\":1",
                "\"pid\":\"x\"",
                "\"seq\":1.0",
                "\"cuts\":{\"m\":\"x\"}",
                "\"x\":NaN",
                "\"x\":'y'",
                "\"x\":01",
                "\"x\":\"\n\""
            })
    void field_ofAWrongType_isUnreadable(String field) {
        assertUnreadable(START + "," + field + "}", "");
    }

    @Test
    void wrongType_isSaidWithItsPlace() {
        assertUnreadable(
                START + ",\"thrown\":{\"cause\":{\"frames\":[[\"c\",\"m\",\"x\"]]}}}",
                "where a whole number belongs is VALUE_STRING: /thrown/cause/frames/0/2");
    }

    @Test
    void nesting_withoutEnd_isUnreadable() {
        int depth = 100_000;
        for (String field : new String[] {"args", "unknown"}) {
            assertUnreadable(
                    START + ",\"" + field + "\":" + "[".repeat(depth) + "]".repeat(depth) + "}", "nesting depth");
        }
        assertUnreadable(
                START + ",\"args\":[" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + "]}", "nesting depth");
        assertUnreadable(START + ",\"thrown\":" + "{\"cause\":".repeat(depth), "nesting depth");
        assertUnreadable(START + ",\"thrown\":" + "{\"suppressed\":[".repeat(depth), "nesting depth");
        assertUnreadable(START + ",\"markers\":" + "[{\"refs\":".repeat(depth), "nesting depth");
    }

    @Test
    void lengths_beyondTheLimits_areUnreadable() {
        assertUnreadable(START + ",\"args\":[" + "9".repeat(5_000_000) + "]}", "Number value length");
        assertUnreadable(START + ",\"args\":[0." + "9".repeat(5_000_000) + "]}", "Number value length");
        assertUnreadable(START + ",\"" + "n".repeat(100_000) + "\":1}", "Name length");
        assertThatThrownBy(() -> EventDecoder.decode(new byte[(16 << 20) + 1]))
                .isExactlyInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("16777217 bytes");
    }

    @Test
    void sharedFrames_thatMultiply_areUnreadable() {
        String frames = "[null,\"m\",1],".repeat(49_999);
        String json = START + ",\"thrown\":{\"frames\":[[\"c\",\"m\",1]," + frames.substring(0, frames.length() - 1)
                + "],\"suppressed\":[{\"common\":50000}" + ",{\"common\":50000}".repeat(3000) + "]}}";

        assertUnreadable(json, "stack frames");
        assertUnreadable(START + ",\"thrown\":{\"suppressed\":[{}" + ",{}".repeat(5000) + "]}}", "throwables");
    }

    @Test
    void field_givenTwice_countsAsItsLast() {
        LogEvent event = EventDecoder.decode((START
                        + ",\"message\":\"a\",\"mdc\":{\"k\":\"1\"},\"message\":\"b\",\"mdc\":{\"l\":\"2\",\"l\":\"3\"}}")
                .getBytes(UTF_8));

        assertThat(event.message()).isEqualTo("b");
        assertThat(event.mdc()).hasToString("{l=3}");
    }

    @Test
    void invalidUtf8_isUnreadable() {
        byte[] json = (START + ",\"message\":\"??\"}").getBytes(UTF_8);
        json[json.length - 3] = (byte) 0xC3;

        assertThat(isUnreadable(json)).isTrue();
    }
}
