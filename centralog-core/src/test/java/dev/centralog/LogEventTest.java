// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.MessageFormatter;

class LogEventTest {
    private static final @Nullable Object[] ARGUMENTS = {"one", 2, null};

    /** The parts of the templates of {@link #message_ofRandomTemplates_isTheOneOfSlf4j}. */
    private static final List<String> PARTS = List.of("{}", "{", "}", "\\", "\\{}", "\\\\{}", "{0}", "%s", "a", " ");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no placeholder",
                "{}",
                "{} and {}",
                "{} {} {} {} {}",
                "{}{}{}",
                "a {} b",
                "escaped \\{} and {}",
                "\\{}",
                "\\{}\\{}{}",
                "twice \\\\{} and {}",
                "three times \\\\\\{} and {}",
                "after the last {} {} {} \\{} \\\\{}",
                "{0} {1} %s %d",
                "{ } {{}} }{",
                "ends with {",
                "ends with \\",
                "\\\\{}",
            })
    void message_ofTemplateAndArguments_isTheOneOfSlf4j(String template) {
        assertThat(messageOf(template, ARGUMENTS)).isEqualTo(bySlf4j(template, ARGUMENTS));
    }

    @Test
    void message_ofRandomTemplates_isTheOneOfSlf4j() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder template = new StringBuilder();
            for (int part = random.nextInt(8); part > 0; part--) {
                template.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            @Nullable Object[] arguments = new @Nullable Object[1 + random.nextInt(4)];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = random.nextInt(3) == 0 ? null : "<{}" + i + ">";
            }
            assertThat(messageOf(template.toString(), arguments))
                    .as("seed %d, template %s", seed, template)
                    .isEqualTo(bySlf4j(template.toString(), arguments));
        }
    }

    @Test
    void message_ofArraysListsAndMaps_isTheOneOfSlf4j() {
        Object[] arguments = {new int[] {1, 2}, List.of("a", List.of()), Map.of("key", 1.5), true};
        String template = "{} {} {} {}";

        assertThat(messageOf(template, arguments))
                .isEqualTo("[1, 2] [a, []] {key=1.5} true")
                .isEqualTo(bySlf4j(template, arguments));
    }

    @Test
    void message_withoutArguments_isTheTemplateAsItIs() {
        LogEvent event = LogEvent.builder().template("got {} and \\{}").build();

        assertThat(event.message()).isEqualTo("got {} and \\{}");
        assertThat(event.arguments()).isEmpty();
    }

    @Test
    void message_thatIsGiven_staysAndIsNotTakenApart() {
        LogEvent event =
                LogEvent.builder().message("got 7 {}").arguments("unused").build();

        assertThat(event.message()).isEqualTo("got 7 {}");
        assertThat(event.template()).isEqualTo("got 7 {}");
        assertThat(event.arguments()).containsExactly("unused");
    }

    @Test
    void message_withArgumentsAlone_isNull() {
        assertThat(LogEvent.builder().arguments("unused").build().message()).isNull();
    }

    private static @Nullable String messageOf(String template, @Nullable Object... arguments) {
        return LogEvent.builder()
                .template(template)
                .arguments(arguments)
                .build()
                .message();
    }

    private static @Nullable String bySlf4j(String template, @Nullable Object... arguments) {
        return MessageFormatter.basicArrayFormat(template, arguments);
    }
}
