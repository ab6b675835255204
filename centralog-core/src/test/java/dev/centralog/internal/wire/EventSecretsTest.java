// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.EventMarker;
import dev.centralog.KeyValue;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.ThreadRef;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that a secret that is masked in the message is masked wherever it occurs. */
final class EventSecretsTest {
    private static final CentralogConfig PASSWORDS = CentralogConfig.defaults().with(Settings.MASK, "password=\\S+");

    @Test
    void argument_whereTheMaskFoundSomething_isMasked() {
        LogEvent masked = masked(
                PASSWORDS,
                LogEvent.builder()
                        .template("login password={}")
                        .message("login password=hunter2")
                        .arguments("hunter2"));

        assertThat(masked.message()).isEqualTo("login ***");
        assertThat(masked.arguments()).isEqualTo(List.of("***"));
        assertThat(json(masked)).doesNotContain("hunter2");
    }

    @Test
    void sameSecret_inThrowableContextThreadAndMarker_isMasked() {
        LogEvent masked = masked(
                PASSWORDS,
                LogEvent.builder()
                        .template("login password={}")
                        .message("login password=hunter2")
                        .arguments("hunter2")
                        .thrown(new IllegalStateException("no hunter2 here", new Exception("hunter2")))
                        .mdc(Map.of("tried", "hunter2"))
                        .ndc(List.of("with hunter2"))
                        .thread(new ThreadRef("login-hunter2", 1, 5))
                        .markers(List.of(new EventMarker("hunter2", List.of()))));

        assertThat(json(masked))
                .doesNotContain("hunter2")
                .contains("no *** here")
                .contains("login-***");
    }

    @Test
    void valueBehindItsKey_isMasked_inMapsContextAndKeyValues() {
        LogEvent masked = masked(
                PASSWORDS,
                LogEvent.builder()
                        .message("login")
                        .arguments(Map.of("password", "hunter2"), List.of(Map.of("password", 4711)))
                        .mdc(Map.of("password", "hunter3"))
                        .keyValues(List.of(new KeyValue("password", "hunter4"), new KeyValue("user", "joe"))));

        assertThat(masked.arguments())
                .isEqualTo(List.of(Map.of("password", "***"), List.of(Map.of("password", "***"))));
        assertThat(masked.mdc()).isEqualTo(Map.of("password", "***"));
        assertThat(json(masked)).doesNotContain("hunter").doesNotContain("4711").contains("joe");
    }

    @Test
    void maskedKeys_hideWhateverTheyHold_andItsTextElsewhere() {
        CentralogConfig keys = CentralogConfig.defaults().with(Settings.MASK_KEYS, List.of("PIN", "token"));

        LogEvent masked = masked(
                keys,
                LogEvent.builder()
                        .template("card {} of order {}")
                        .message("card 1234 of order 12345")
                        .arguments(1234, 12345)
                        .mdc(Map.of("pin", "1234"))
                        .keyValues(List.of(new KeyValue("Token", Map.of("a", List.of("deep-secret", 1))))));

        assertThat(masked.message()).isEqualTo("card *** of order 12345");
        assertThat(masked.arguments()).isEqualTo(List.of("***", 12345));
        assertThat(masked.mdc()).isEqualTo(Map.of("pin", "***"));
        assertThat(masked.keyValues()).isEqualTo(List.of(new KeyValue("Token", "***")));
    }

    @Test
    void partOfAnArgument_isMasked_asInTheMessage() {
        LogEvent masked = masked(
                PASSWORDS,
                LogEvent.builder()
                        .template("password={} for {}")
                        .message("password=hunter 2 for joe")
                        .arguments("hunter 2", "joe"));

        assertThat(masked.message()).isEqualTo("*** 2 for joe");
        assertThat(masked.arguments()).isEqualTo(List.of("*** 2", "joe"));
    }

    @Test
    void lookbehind_andTemplatesOfAnotherKind_areUnderstood() {
        CentralogConfig behind = CentralogConfig.defaults().with(Settings.MASK, "(?<=password=)\\S+");

        LogEvent masked = masked(
                behind,
                LogEvent.builder()
                        .template("login %s password=%s")
                        .message("login joe password=hunter2")
                        .arguments("joe", "hunter2"));

        assertThat(masked.message()).isEqualTo("login joe password=***");
        assertThat(masked.arguments()).isEqualTo(List.of("joe", "***"));
    }

    @Test
    void argumentsThatOnlyLookAlike_stay() {
        LogEvent masked = masked(
                PASSWORDS,
                LogEvent.builder()
                        .template("{} {} password={}")
                        .message("word 2 password=hunter2")
                        .arguments("word", 2, "hunter2"));

        assertThat(masked.arguments()).isEqualTo(List.of("word", 2, "***"));
    }

    @Test
    void nullsEmptyTextsAndBooleans_areNoSecrets() {
        LogEvent masked = masked(
                PASSWORDS,
                LogEvent.builder()
                        .template("password={}{}{} {}")
                        .message("password=nulltrue truth")
                        .arguments(null, "", true, "truth"));

        assertThat(masked.message()).isEqualTo("*** truth");
        assertThat(masked.arguments()).isEqualTo(Arrays.asList(null, "", true, "truth"));
    }

    @Test
    void manyValuesAndSecrets_areBounded() {
        Object[] values = new Object[64];
        for (int i = 0; i < values.length; i++) {
            values[i] = Map.of("password", "hunter" + i, "k", ("password=x" + i + " ").repeat(2000));
        }

        LogEvent masked = masked(PASSWORDS, LogEvent.builder().message("m").arguments(values));

        assertThat(json(masked)).doesNotContain("hunter");
    }

    private static LogEvent masked(CentralogConfig config, LogEvent.Builder event) {
        return EventLimits.of(config).apply(event.build());
    }

    private static String json(LogEvent event) {
        return new String(EventEncoder.encode(event), UTF_8);
    }
}
