// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FamilyTest {
    private static final String LOGGER = "com.example.Shop";

    private static FamilySource source(@Nullable String template, String... thrown) {
        return new FamilySource("shop", LOGGER, "ERROR", LOGGER, "pay", List.of(thrown), template, false);
    }

    private static FamilySource bare(String logger, String level, String template) {
        return new FamilySource("shop", logger, level, null, null, List.of(), template, false);
    }

    private static String ids(FamilySource source) {
        Family family = Family.of(source);
        return family.id() + " " + family.placeId();
    }

    /** Pins ids that databases hold: none of them may ever change. */
    @Test
    void ids_ofTenEvents_areTheseForEver() {
        assertThat(ids(source("order {} failed"))).isEqualTo("7f2be6943a6cf5eb ecfc45c238e910d5");
        assertThat(ids(source("order 17 failed", "java.io.IOException", "java.net.SocketException")))
                .isEqualTo("5fe932de9728d6ea b939f48bfadccc08");
        assertThat(ids(bare(LOGGER, "WARN", "sold out"))).isEqualTo("73229a7525401a7c 95191cf141349e88");
        assertThat(ids(new FamilySource(
                        "shop",
                        "com.zaxxer.hikari.pool.PoolBase",
                        "WARN",
                        "com.zaxxer.hikari.pool.PoolBase",
                        "isConnectionDead",
                        List.of(),
                        "HikariPool-1 - Failed to validate connection org.postgresql.jdbc.PgConnection@5f2606b (This"
                                + " connection has been closed.). Possibly consider using a shorter maxLifetime value.",
                        false)))
                .isEqualTo("a777ccd30b1ce1e4 0912b9d23dd88ff4");
        assertThat(ids(new FamilySource(
                        "shop", LOGGER, "AUDIT", LOGGER, "pay", List.of(), "user=ann action=login", false)))
                .isEqualTo("e3cafec972fa0a67 13855514754a28cf");
        String lambda = LOGGER + "$$Lambda$14/0x0000000800c03000";
        assertThat(ids(new FamilySource("shop", lambda, "INFO", lambda, "lambda$run$3", List.of(), "started", false)))
                .isEqualTo("1200bf7e8f5b97c6 334181689d5d6c1c");
        assertThat(ids(new FamilySource("shop", LOGGER, "ERROR", LOGGER, "pay", List.of(), "user ann failed", true)))
                .isEqualTo("ecfc45c238e910d5 ecfc45c238e910d5");
        assertThat(ids(new FamilySource("", "", "INFO", null, null, List.of(), "", false)))
                .isEqualTo("194dd3487b7782cc 73848bbb0bde76fe");
        assertThat(ids(new FamilySource(
                        "shop", LOGGER, "ERROR", null, null, List.of("java.lang.NullPointerException"), null, false)))
                .isEqualTo("eb22f5f684aa9581 4757f7f23077d356");
        assertThat(ids(new FamilySource(
                        "caf\u00e9",
                        LOGGER,
                        "ERROR",
                        LOGGER,
                        "pay",
                        List.of(),
                        "\u6ce8\u6587 17 \ud83d\ude00 \ud800",
                        false)))
                .isEqualTo("80bb55e910c79a76 2e6cebdd50a31dea");
    }

    @Test
    void id_ofAMessageAndOfItsTemplate_isTheSame() {
        assertThat(Family.of(source("order 17 of ann@example.com failed")))
                .isEqualTo(Family.of(source("order {} of {} failed")));
    }

    @Test
    void id_ofGeneratedNames_doesNotDependOnTheirNumbers() {
        FamilySource one = new FamilySource(
                "shop",
                "a.B$$SpringCGLIB$$0",
                "INFO",
                "a.B$$Lambda$1/0x1f",
                "lambda$run$3",
                List.of("a.C$1"),
                "x",
                false);
        FamilySource other = new FamilySource(
                "shop",
                "a.B$$SpringCGLIB$$7",
                "INFO",
                "a.B$$Lambda$9/0x2e",
                "lambda$run$4",
                List.of("a.C$2"),
                "x",
                false);

        assertThat(Family.of(other)).isEqualTo(Family.of(one));
    }

    @Test
    void id_ofAVaryingPlace_isThePlacesWhateverTheText() {
        Family one = Family.of(new FamilySource("shop", LOGGER, "ERROR", LOGGER, "pay", List.of(), "ann", true));
        Family other = Family.of(new FamilySource("shop", LOGGER, "ERROR", LOGGER, "pay", List.of(), "bob", true));

        assertThat(one.id()).isEqualTo(other.id()).isEqualTo(one.placeId());
        assertThat(one.isPlace()).isTrue();
        assertThat(Family.of(source("ann")).placeId()).isEqualTo(one.id());
    }

    @Test
    void id_ofAnotherAppLoggerLevelThrowableOrText_isAnother() {
        assertThat(List.of(
                        source("a"),
                        source("b"),
                        source("a", "java.io.IOException"),
                        source("a", "java.io.IOException", "java.io.IOException"),
                        bare(LOGGER, "WARN", "a"),
                        bare("com.example.Other", "ERROR", "a"),
                        new FamilySource("other", LOGGER, "ERROR", LOGGER, "pay", List.of(), "a", false)))
                .extracting(source -> Family.of(source).id())
                .doesNotHaveDuplicates();
    }

    @Test
    void id_ofPartsThatRunTogether_isAnother() {
        assertThat(Family.of(new FamilySource("ab", "c", "INFO", null, null, List.of(), "d", false))
                        .id())
                .isNotEqualTo(Family.of(new FamilySource("a", "bc", "INFO", null, null, List.of(), "d", false))
                        .id());
    }

    @Test
    void id_ofALongText_dependsOnItsEnd() {
        String start = "a b ".repeat(FamilyRules.MAX_SHOWN_CHARACTERS);
        Family one = Family.of(source(start + "x"));
        Family other = Family.of(source(start + "y"));

        assertThat(one.text()).isEqualTo(other.text());
        assertThat(one.id()).isNotEqualTo(other.id());
    }
}
