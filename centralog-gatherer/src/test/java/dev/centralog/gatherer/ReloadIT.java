// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.Databases.Kind;
import dev.centralog.testkit.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tests of SIGHUP to a gatherer, which makes it read its configuration file again. */
class ReloadIT extends GatheringFixture {
    private static void awaitSaid(ForkedJvm gatherer, String text) {
        Awaitility.await().atMost(LIMIT).until(() -> {
            assertThat(gatherer.isAlive()).as(gatherer.standardError()).isTrue();
            return gatherer.standardError().contains(text);
        });
    }

    private Path settings(String text) throws IOException {
        Path file = directory.resolve("gatherer.yaml");
        return Files.writeString(file, "redis: " + redis().uri() + "\n" + text);
    }

    private ForkedJvm gather(Path settings, String... more) {
        String[] arguments = new String[3 + more.length];
        System.arraycopy(new String[] {"gather", "--config", settings.toString()}, 0, arguments, 0, 3);
        System.arraycopy(more, 0, arguments, 3, more.length);
        return ForkedJvm.builder("dev.centralog.gatherer.Main")
                .arguments(arguments)
                .workingDirectory(directory)
                .start();
    }

    @Test
    void hangup_otherSettings_goesOnByThem() throws IOException {
        String first = databases().empty(Kind.SQLITE, directory);
        String second = databases().empty(Kind.SQLITE, directory);
        try (ForkedJvm gatherer = gather(settings("database: " + first + "\n"))) {
            awaitSaid(gatherer, "gathering from");
            log(10);
            awaitSum(first, 10);

            settings("database: " + second + "\ngrace: 2s\ndatabasePassword: geheim\n");
            gatherer.hangUp();

            awaitSaid(gatherer, "grace is '2s' and was '1s'");
            awaitSaid(gatherer, "into " + second);
            log(7);
            awaitSum(second, 7);
            assertThat(sum(first)).isEqualTo(10);
            assertThat(gatherer.terminate(LIMIT)).isZero();
            assertThat(gatherer.standardError())
                    .contains(
                            "SIGHUP: continuing with changed settings: ",
                            "database is '" + second + "' and was '" + first)
                    .contains("databasePassword is '***' and was ''")
                    .doesNotContain("geheim");
        }
    }

    @Test
    void hangup_wrongSettings_goesOnByThoseFromBefore() throws IOException {
        String url = databases().empty(Kind.SQLITE, directory);
        String right = "database: " + url + "\n";
        try (ForkedJvm gatherer = gather(settings(right))) {
            awaitSaid(gatherer, "gathering from");

            gatherer.hangUp();
            awaitSaid(gatherer, "SIGHUP: the settings were read again, and none has changed");

            settings(right + "lease: soon\n");
            gatherer.hangUp();
            awaitSaid(gatherer, "gatherer.yaml:3: setting 'lease' is 'soon'; allowed is");
            awaitSaid(gatherer, "SIGHUP: continuing with the previous settings");

            settings("database: " + directory.resolve("no/such/directory/e.db") + "\n");
            gatherer.hangUp();
            awaitSaid(gatherer, "SIGHUP: can't write the database " + directory);

            log(10);
            awaitSum(url, 10);
            assertThat(gatherer.terminate(LIMIT)).isZero();
        }
    }

    @Test
    void hangup_once_isIgnored() throws IOException {
        String url = databases().empty(Kind.SQLITE, directory);
        log(10);
        try (ForkedJvm gatherer = gather(settings("database: " + url + "\n"), "--once", "--grace", "10s")) {
            awaitSaid(gatherer, "gathering from");

            gatherer.hangUp();

            Awaitility.await().atMost(LIMIT).until(() -> gatherer.standardError()
                    .contains("SIGHUP: ignored with --once"));
            assertThat(gatherer.awaitExit(LIMIT)).isZero();
            assertThat(sum(url)).isEqualTo(10);
        }
    }
}
