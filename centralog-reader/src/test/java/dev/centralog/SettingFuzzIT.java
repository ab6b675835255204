// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.centralog.gather.ReaderSettings;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.Mutations;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests that any text for a setting gives a value, or a {@link ConfigException} that says what is allowed. */
class SettingFuzzIT {
    /**
     * The length limit for expressions: the JDK's time grows with the square of the length, to 10 s for the longest text here.
     */
    private static final int LONGEST_EXPRESSION = 8_192;

    private static final int TIMES = Faults.times(600, 300_000);

    @Test
    void value_ofAnyText_isReadOrRefused() {
        long seed = new Random().nextLong();
        Mutations mutations = Mutations.ofLines("/fuzz/settings.txt", seed);
        List<Setting<?>> all = new ArrayList<>(Settings.ALL);
        all.addAll(ReaderSettings.ALL);
        for (int i = 0; i < TIMES; i++) {
            byte[] input = mutations.next();
            String text = new String(input, i % 2 == 0 ? UTF_8 : ISO_8859_1);
            try {
                all.forEach(setting -> read(setting, text));
                Setting.hidePassword(text);
            } catch (RuntimeException | Error e) {
                fail(
                        "seed " + seed + ", input " + i + ": "
                                + Base64.getEncoder().encodeToString(input),
                        e);
            }
        }
    }

    private static <T> void read(Setting<T> setting, String text) {
        if (setting == Settings.MASK && text.length() > LONGEST_EXPRESSION) {
            return;
        }
        try {
            T value = setting.read(text);
            assertThat(setting.read(setting.write(value))).as(setting.name()).hasToString(String.valueOf(value));
        } catch (ConfigException e) {
            assertThat(e.getMessage()).contains(setting.name(), setting.allowed());
        }
    }
}
