// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FamilyCommandTest {
    @Test
    void family_textAlone_showsItsPartsAndWhatTheIdNeeds() {
        Commands command = Commands.run("family", "order 17 failed");

        assertThat(command.code()).isZero();
        assertThat(command.out().lines())
                .containsExactly(
                        "text      order {17} failed",
                        "family    order {} failed",
                        "taken out 17: number",
                        "id        is of an application, a logger and a level: give --app, --logger and --level");
    }

    @Test
    void family_withAllThatTheIdNeeds_showsTheId() {
        Commands command = Commands.run(
                "family", "order 17 failed", "--app", "shop", "--logger", "com.example.Shop", "--level", "error");

        assertThat(command.code()).isZero();
        assertThat(command.out().lines())
                .contains("level     ERROR", "id        7f2be6943a6cf5eb, by version 1 of the rules");
    }

    @Test
    void family_withThrowables_showsTheIdWithThese() {
        Commands command = Commands.run(
                "family",
                "order 17 failed",
                "--app=shop",
                "--logger=com.example.Shop",
                "--level=ERROR",
                "--thrown=java.io.IOException,java.net.SocketException");

        assertThat(command.out().lines()).contains("id        5fe932de9728d6ea, by version 1 of the rules");
    }

    @Test
    void family_hostileText_isHarmlessForATerminal() {
        assertThat(Commands.run("family", "a\u001b[31m 'b\u001b[0m'").out()).doesNotContain("\u001b");
    }

    @Test
    void family_withoutText_endsWith64() {
        assertThat(Commands.run("family").code()).isEqualTo(64);
    }
}
