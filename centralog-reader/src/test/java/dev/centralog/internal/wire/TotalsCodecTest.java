// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.ActionTotals;
import dev.centralog.ActionTotals.Payload;
import dev.centralog.gather.UnreadableEventException;
import dev.centralog.internal.decode.TotalsDecoder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TotalsCodecTest {
    private static ActionTotals ofValue(String value) {
        BigDecimal decimal = new BigDecimal(value);
        return new ActionTotals(1, decimal, decimal, decimal, 0, null, null, List.of());
    }

    @Test
    void none_comesBackEqual() {
        assertThat(TotalsDecoder.decode(TotalsEncoder.encode(ActionTotals.NONE)))
                .isEqualTo(ActionTotals.NONE);
    }

    @Test
    void everything_comesBackEqual() {
        ActionTotals totals = new ActionTotals(
                3,
                new BigDecimal("19.9"),
                new BigDecimal("-1"),
                new BigDecimal("100"),
                2,
                new Payload(Instant.ofEpochSecond(-5, 999_999_999), "é\0\"😀"),
                new Payload(Instant.ofEpochSecond(1_700_000_000, 1), ""),
                List.of("a", "b\n"));

        assertThat(TotalsDecoder.decode(TotalsEncoder.encode(totals))).isEqualTo(totals);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "-1",
                "0.000000001",
                "-0.000000001",
                "9223372036854775807",
                "-9223372036854775808",
                "999999999.999999999",
                "-1000000000",
                "12345678901234567890123456789.123456789"
            })
    void values_comeBackEqual(String value) {
        assertThat(TotalsDecoder.decode(TotalsEncoder.encode(ofValue(value)))).isEqualTo(ofValue(value));
    }

    /** Checks the bytes that the script {@code apply-actions} works on: to change them is to change the protocol. */
    @Test
    void bytes_areThoseOfTheProtocol() {
        assertThat(TotalsEncoder.encode(ofValue("-1.5")))
                .asString(UTF_8)
                .isEqualTo("{\"v\":1,\"n\":1,\"s\":[-1,999999999,999999998,500000000],"
                        + "\"l\":[-1,999999999,999999998,500000000],\"h\":[-1,999999999,999999998,500000000]}");
    }

    private static ActionTotals ofPayload(Instant time, String text, List<String> samples) {
        Payload payload = new Payload(time, text);
        return new ActionTotals(0, null, null, null, 0, payload, payload, samples);
    }

    @Test
    void payloads_withLoneSurrogates_areWrittenWellFormed() {
        byte[] json = TotalsEncoder.encode(ofPayload(Instant.EPOCH, "\ud83d", List.of("a\ude00b")));

        assertThat(json)
                .asString(UTF_8)
                .isEqualTo("{\"v\":1,\"n\":0,\"f\":[0,0,\"\ufffd\"],\"z\":[0,0,\"\ufffd\"],\"p\":[\"a\ufffdb\"]}");
        assertThat(TotalsEncoder.samples(List.of("\ud83d"))).isEqualTo("[\"\ufffd\"]");
    }

    @Test
    void times_beyondWhatLuaPrints_areTheFarthest() {
        Payload last = TotalsDecoder.decode(TotalsEncoder.encode(ofPayload(Instant.MAX, "x", List.of())))
                .last();
        Payload first = TotalsDecoder.decode(TotalsEncoder.encode(ofPayload(Instant.MIN, "x", List.of())))
                .first();

        assertThat(last).isNotNull().returns(99_999_999_999_999L, payload -> payload.time()
                .getEpochSecond());
        assertThat(first).isNotNull().returns(-99_999_999_999_999L, payload -> payload.time()
                .getEpochSecond());
    }

    @Test
    void payloads_beyondTheirBounds_areCutOrLeftOut() {
        List<String> samples = new ArrayList<>();
        for (int i = 10; i < 100; i++) {
            samples.add(i + "é".repeat(1 << 14));
        }
        samples.add("tiny");
        ActionTotals read =
                TotalsDecoder.decode(TotalsEncoder.encode(ofPayload(Instant.EPOCH, samples.get(0), samples)));

        assertThat(read.first()).isNotNull();
        assertThat(read.first().text()).startsWith("10éé").endsWith("é…").hasSize(8192);
        assertThat(read.last()).isEqualTo(read.first());
        assertThat(read.samples()).hasSize(5).first().isEqualTo(read.first().text());
        assertThat(read.samples()).last().isEqualTo("tiny");
        assertThat(read.samples().stream().mapToLong(Text::utf8Bytes).sum())
                .isBetween(65_000L, (long) TotalsEncoder.MAX_SAMPLE_BYTES);
    }

    @Test
    void fieldsOfNewerVersions_areSkipped() {
        assertThat(TotalsDecoder.decode("{\"v\":1,\"x\":[{}],\"n\":0,\"f\":[1,2,\"a\",{}]}".getBytes(UTF_8))
                        .first())
                .isEqualTo(new Payload(Instant.ofEpochSecond(1, 2), "a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"v\":2,\"n\":0}",
                "{\"v\":1,\"n\":1}",
                "{\"v\":1,\"n\":0,\"s\":[1]}",
                "{\"v\":1,\"n\":1,\"s\":[1,2,3,\"4\"]}",
                "{\"v\":1,\"n\":0,\"u\":\"what was not added up\"}",
                "{\"v\":1,\"n\":0,\"f\":[1,2]}",
                "{\"v\":1,\"n\":0,\"f\":[1e99,2,\"x\"]}",
                "{\"v\":1,\"n\":0,\"f\":[9223372036854775807,2,\"x\"]}"
            })
    void garbage_isUnreadable(String json) {
        assertThatThrownBy(() -> TotalsDecoder.decode(json.getBytes(UTF_8)))
                .isInstanceOf(UnreadableEventException.class);
    }
}
