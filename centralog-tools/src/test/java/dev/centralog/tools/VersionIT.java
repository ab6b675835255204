// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Centralog;
import dev.centralog.internal.status.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that each command and each jar gives Centralog's version and commit. */
class VersionIT {
    private static final String EXPECTED = "centralog " + Version.current();

    @ParameterizedTest
    @ValueSource(strings = {"", "demo", "load", "audit", "replay"})
    void commandOfTools_versionAsked_says(String command) {
        for (String flag : List.of("--version", "-V")) {
            CommandRun run = CommandRun.of(arguments(command, flag));

            assertThat(run.exitCode()).isZero();
            assertThat(run.out().strip()).isEqualTo(EXPECTED);
        }
    }

    private static String[] arguments(String command, String flag) {
        return Stream.concat(Stream.of(command.split(" ")), Stream.of(flag))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
    }

    /** Checks the jars of the class path, which are those that users get. */
    @Test
    void jars_inTheirManifests_haveVersionAndCommit() throws IOException {
        for (Class<?> each : List.of(
                Centralog.class,
                dev.centralog.gatherer.Main.class,
                dev.centralog.log4j2.CentralogAppender.class,
                dev.centralog.logback.CentralogAppender.class)) {
            Path place = Path.of(
                    each.getProtectionDomain().getCodeSource().getLocation().getPath());
            assertThat(Files.isRegularFile(place)).as(place + " is a jar").isTrue();
            try (JarFile jar = new JarFile(place.toFile())) {
                Attributes attributes = jar.getManifest().getMainAttributes();
                assertThat(attributes.getValue("Implementation-Version"))
                        .as(place.toString())
                        .isEqualTo(Version.current().number());
                assertThat(attributes.getValue("Implementation-Commit"))
                        .as(place.toString())
                        .matches("[0-9a-f]{40}(-modified)?|\\$Format.*");
            }
        }
    }

    /**
     * Checks a source archive: git writes the commit into its pom, because a build of the archive has no other source
     * for it.
     */
    @Test
    void sourceArchive_ofGit_hasTheCommitInItsPom() throws Exception {
        Path root = Path.of("..");
        Assumptions.assumeTrue(Files.exists(root.resolve(".git")), "no work tree of git");
        Process archive = new ProcessBuilder("git", "archive", "--format=tar", "HEAD", "pom.xml")
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        String pom = new String(archive.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(archive.waitFor()).as(pom).isZero();

        assertThat(pom).containsPattern("<git.commit.id.describe>[0-9a-f]{40}</git.commit.id.describe>");
    }
}
