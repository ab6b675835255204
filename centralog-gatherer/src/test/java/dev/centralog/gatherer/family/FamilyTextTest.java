// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FamilyTextTest {
    /** Pieces of which texts are made at random: what the rules look for, and what they must not be misled by. */
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "{}",
            "'",
            "\"",
            "(",
            ")",
            " (",
            ") ",
            "%s",
            "%5.2f",
            "%",
            "5",
            "a",
            "foo",
            "Bar",
            "=",
            ":",
            "/",
            "\\",
            "@",
            "#",
            "-",
            ".",
            ",",
            " ",
            "\t",
            ";",
            "ms",
            " ms",
            " s",
            "<",
            ">",
            "[",
            "]",
            "|",
            "Mon",
            "Jul",
            " 4",
            "12:00:00",
            "2020-01-01",
            "0x1f",
            "`",
            "\u201c",
            "\u201d",
            "\ud800",
            "\u00e9",
            "GET /x",
            "\"id\":",
            "${",
            "http://",
            "~",
            "..",
            "com.foo.Bar2",
            "_",
            "*",
            "&",
            "+",
            "C:\\",
            "jdbc:",
            "user=",
            "{0}",
            "null",
            "deadbeef",
            "\n",
            "T",
            "Z",
            "UTC");

    private static String normalized(String text) {
        return FamilyText.of(text).text();
    }

    private static String random(Random random) {
        return IntStream.rangeClosed(0, random.nextInt(9))
                .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u00a7',
            value = {
                "user {} failed | user 17 failed",
                "user {} failed | user %s failed",
                "user {} failed | user {0} failed",
                "user {} failed | user ${name} failed",
                "took {} | took 5.20 ms",
                "took {} | took %5.2f ms",
                "took {} | took {} ms",
                "took {} | took {}ms",
                "ids {} done | ids 1, 2, 3 done",
                "ids {} done | ids {} done",
                "ids [{}] done | ids [a-1, b-2] done",
                "no file {} | no file /etc/shop/app.yml",
                "no file {} | no file C:\\shop\\app.yml",
                "no file {} | no file {}/{}.yml",
                "at {} | at 2024-03-01T12:00:00.123+01:00",
                "at {} | at 2024-03-01 12:00:00,123",
                "at {} | at Fri Mar 01 12:00:00 CET 2024",
                "at {} | at Sun, 06 Nov 1994 08:49:37 GMT",
                "at {} | at 04/Jul/2022:12:00:00 +0200",
                "mail to {} | mail to ann.x+y@mail.example.org",
                "peer {} | peer 10.0.0.1:80",
                "peer {} | peer fe80::1ff:fe23:4567:890a",
                "peer {} | peer localhost/127.0.0.1:9092",
                "peer {} | peer db.example.com:5432",
                "get {} | get https://example.com/a?b=c&d=1",
                "get {} | get jdbc:postgresql://db/shop?user=me",
                "id {} | id 0b9f1c5e-6c1d-4f7e-8b53-0d7f4a6f2a10",
                "commit {} | commit deadbeef",
                "Foo@{} closed | Foo@1a2b3c closed",
                "com.foo.Http2Handler@{} closed | com.foo.Http2Handler@1a2b3c closed",
                "size={}, name={} | size=5KB, name=bob",
                "size={}, name={} | size={}, name={}",
                "{\"id\":{},\"name\":{}} | {\"id\":17,\"name\":\"bob\"}",
                "GET {} | GET /orders/17 500",
                "GET {} | \"GET /orders/17 HTTP/1.1\" 500",
                "disk at {}% | disk at 95%",
                "disk at {}% | disk at %d%%",
                "node {} is down | node -1 (localhost/127.0.0.1:9092) is down",
                "users' data isn't there | users' data isn't there",
                "SHA-256 in utf8 over ipv6 | SHA-256 in utf8 over ipv6",
                "at com.foo.v2.Bar.baz(Bar.java:{}) | at com.foo.v2.Bar.baz(Bar.java:12)",
                "java.io.IOException: reset | java.io.IOException: reset",
                "Http2Exception in Log4j2Plugin | Http2Exception in Log4j2Plugin",
                "read / write, and/or, I/O | read / write, and/or, I/O",
                "text/html; a:b | text/html; a:b",
                "\u7528\u6237{}\u767b\u5f55 | \u7528\u623717\u767b\u5f55",
                "\u7528\u6237{}\u767b\u5f55 | \u7528\u6237'bob'\u767b\u5f55",
                "gr\u00f6\u00dfe:{} | gr\u00f6\u00dfe:5",
                "com.foo.Bar failed | com.foo.Bar$$Lambda$14/0x0000000800c03000 failed",
                "com.foo.Bar.run failed | com.foo.Bar$1.run failed",
                "$Proxy failed | com.sun.proxy.$Proxy12 failed"
            })
    void text_ofAnExample_isThis(String expected, String text) {
        assertThat(normalized(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user=17", "SHA-1 or SHA-256", "a 'b' c", "10.0.0.1", "com.foo.Bar failed", ""})
    void parts_ofAnyText_areItsRanges(String text) {
        int from = 0;
        for (Part part : FamilyText.of(text).parts()) {
            assertThat(part.from()).isGreaterThanOrEqualTo(from);
            assertThat(part.to()).isGreaterThan(part.from()).isLessThanOrEqualTo(text.length());
            from = part.to();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "17, NUMBER",
        "-5.2, NUMBER",
        "20ms, NUMBER",
        "0x1f, HEX",
        "5e3c2b738d253ff5, HEX",
        "0b9f1c5e-6c1d-4f7e-8b53-0d7f4a6f2a10, UUID",
        "`x`, QUOTED",
        "/a/b, PATH",
        "C:\\a, PATH",
        "http://a/b, URL",
        "a@b.org, EMAIL",
        "10.0.0.1:80, IP_ADDRESS",
        "db.example.com:80, HOST",
        "12:00:00, TIME",
        "%s, PLACEHOLDER",
        "worker-3, NAME"
    })
    void kind_ofAPart_isThis(String text, Kind kind) {
        assertThat(FamilyText.of(text).parts()).containsExactly(new Part(0, text.length(), kind));
    }

    @Test
    void text_ofATextThatWasNormalized_isTheSame() {
        for (long seed = 0; seed < 20_000; seed++) {
            String text = random(new Random(seed));
            String once = normalized(text);

            assertThat(normalized(once)).as("seed %d: %s", seed, text).isEqualTo(once);
        }
    }

    @Test
    void text_withOtherDigits_isTheSame() {
        List<String> texts = List.of(
                "user 17 failed after 20 ms",
                "took 5.20s of -1,234",
                "blk_-160899 on worker-3",
                "port=8080 id:5",
                "at 10.0.0.1:80",
                "2024-03-01 12:00:00,123 and 12:00:00",
                "Foo@123 on node12.dc3",
                "/data/v1/x2.log",
                "a4b c5",
                "[1, 2, 33]");
        Random random = new Random(17);
        for (String text : texts) {
            for (int i = 0; i < 100; i++) {
                String other = text.codePoints()
                        .mapToObj(
                                c -> c >= '0' && c <= '9' ? String.valueOf(random.nextInt(10)) : Character.toString(c))
                        .collect(Collectors.joining());

                assertThat(normalized(other)).as(other).isEqualTo(normalized(text));
            }
        }
    }

    @Test
    void shownText_ofALongText_isCutAtTheLimitAndNotWithinACharacter() {
        String text = "a" + "\ud83d\ude00".repeat(FamilyRules.MAX_SHOWN_CHARACTERS);

        assertThat(normalized(text))
                .hasSize(FamilyRules.MAX_SHOWN_CHARACTERS - 1)
                .doesNotEndWith("\ud83d");
        assertThat(FamilyText.whole(text)).isEqualTo(text);
    }
}
