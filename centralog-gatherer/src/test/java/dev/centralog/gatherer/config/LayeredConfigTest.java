// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.CentralogConfig;
import dev.centralog.ConfigException;
import dev.centralog.Setting;
import dev.centralog.Settings;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.config.LayeredConfig.Layers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayeredConfigTest {
    @TempDir
    Path directory = Path.of("");

    private Path file(String... lines) throws IOException {
        return Files.write(directory.resolve("gather.yaml"), java.util.List.of(lines));
    }

    private static LayeredConfig read(
            Map<Setting<?>, String> flags, Map<String, String> environment, @Nullable Path file) {
        return LayeredConfig.read(new Layers(flags, environment, file));
    }

    @Test
    void everyLayer_theFirstThatHasItWins() throws IOException {
        Path file = file("grace: 5s", "lease: 20s", "lateHold: 7s", "# a comment", "keyPrefix: \"filed\"");

        CentralogConfig config = read(
                        Map.of(ReaderSettings.GRACE, "3s"),
                        Map.of("CENTRALOG_GRACE", "4s", "CENTRALOG_LEASE", "30s", "PATH", "x"),
                        file)
                .config();

        assertThat(config.get(ReaderSettings.GRACE)).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.get(ReaderSettings.LEASE)).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.get(ReaderSettings.LATE_HOLD)).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.get(Settings.KEY_PREFIX)).isEqualTo("filed");
        assertThat(config.get(GathererSettings.DATABASE)).isEqualTo("centralog.db");
    }

    @Test
    void lines_showOriginsAndHideSecrets() throws IOException {
        Path file = file("redis: redis://me:geheim@example.com");

        LayeredConfig config =
                read(Map.of(), Map.of("CENTRALOG_DATABASE_PASSWORD", "geheim", "CENTRALOG_GRACE", "2s"), file);

        assertThat(config.lines())
                .contains(
                        "redis: redis://***@example.com  # " + file + ":1",
                        "databasePassword: ***  # environment variable CENTRALOG_DATABASE_PASSWORD",
                        "grace: 2s  # environment variable CENTRALOG_GRACE",
                        "lease: 15s  # default")
                .hasSameSizeAs(GathererSettings.ALL)
                .noneMatch(line -> line.contains("geheim"));
    }

    @Test
    void faults_allAreListedWithTheirPlaces() throws IOException {
        Path file = file("grace: 5s", "leese: 20s", "", "lateHold: never", "grace: 6s", "lease:", "redis: [a, b]");

        LayeredConfig config = read(
                Map.of(GathererSettings.DATABASE, "jdbc:sqllite:x.db"), Map.of("CENTRALOG_POLL_INTERVAL", "1h"), file);

        assertThat(config.faults())
                .hasSize(7)
                .anyMatch(fault -> fault.startsWith(file + ":2: there is no setting 'leese'")
                        && fault.contains("did you mean 'lease'?"))
                .anyMatch(fault -> fault.startsWith(file + ":4: setting 'lateHold' is 'never'; allowed is"))
                .anyMatch(fault -> fault.equals(file + ":5: 'grace' is given twice"))
                .anyMatch(fault -> fault.startsWith(file + ":6: 'lease' has no value"))
                .anyMatch(fault -> fault.startsWith(file + ":7: 'redis' must have one plain value"))
                .anyMatch(fault -> fault.startsWith("environment variable CENTRALOG_POLL_INTERVAL: setting"))
                .anyMatch(fault -> fault.startsWith("flag --database: setting 'database' is 'jdbc:sqllite:x.db'")
                        && fault.contains("jdbc:sqlite:file")
                        && fault.contains("jdbc:postgresql://"));
        assertThatThrownBy(config::config).isInstanceOf(ConfigException.class);
    }

    @Test
    void file_missingOrNoYaml_isAFault() throws IOException {
        assertThat(read(Map.of(), Map.of(), directory.resolve("none.yaml")).faults())
                .containsExactly("there is no configuration file " + directory.resolve("none.yaml"));
        Path broken = file("grace: 5s", "\tlease: 3s");
        assertThat(read(Map.of(), Map.of(), broken).faults())
                .singleElement()
                .asString()
                .startsWith(broken + ":2: this is not YAML");
        Path list = file("- grace");
        assertThat(read(Map.of(), Map.of(), list).faults())
                .singleElement()
                .asString()
                .contains(":1: expected 'name: value'");
    }

    @Test
    void file_empty_isFine() throws IOException {
        assertThat(read(Map.of(), Map.of(), file("# nothing yet")).faults()).isEmpty();
    }

    @Test
    void environment_unknownVariable_isAWarning() {
        LayeredConfig config =
                read(Map.of(), Map.of("CENTRALOG_SERVICE_HOST", "10.0.0.1", "CENTRALOG_JAVA_OPTS", "-Xmx1g"), null);

        assertThat(config.faults()).isEmpty();
        assertThat(config.warnings())
                .containsExactly("environment variable CENTRALOG_SERVICE_HOST is not a setting and is ignored");
    }

    @Test
    void database_everyFormThatIsAFile_isSqlite() {
        for (String name : new String[] {"x.db", "./a b.db", "/var/lib/x", "jdbc:sqlite:x.db"}) {
            CentralogConfig config = read(Map.of(GathererSettings.DATABASE, name), Map.of(), null)
                    .config();
            assertThat(LayeredConfig.target(config, (severity, message, cause) -> {})
                            .url())
                    .isEqualTo(name.startsWith("jdbc:") ? name : "jdbc:sqlite:" + name);
        }
    }

    @Test
    void database_otherSchemes_areFaults() {
        for (String name : new String[] {
            "postgresql://h/d", "postgres://h/d", "jdbc:postgres://h/d", "jdbc:mysql://h", "jdbc:mariadb://h/"
        }) {
            assertThat(read(Map.of(GathererSettings.DATABASE, name), Map.of(), null)
                            .faults())
                    .singleElement()
                    .asString()
                    .contains(
                            "'" + name + "'",
                            "jdbc:postgresql://host[:port]/database",
                            "jdbc:mariadb://host[:port]/database");
        }
    }

    @Test
    void maxDatabaseBytes_ofAServer_isAFault() {
        Map<Setting<?>, String> flags = new HashMap<>(Map.of(GathererSettings.MAX_DATABASE_BYTES, "10GiB"));
        assertThat(read(flags, Map.of(), null).faults()).isEmpty();

        flags.put(GathererSettings.DATABASE, "jdbc:postgresql://h/d");

        assertThat(read(flags, Map.of(), null).faults())
                .singleElement()
                .asString()
                .contains("'maxDatabaseBytes' is '10737418240'", "allowed there is 0");
    }

    @Test
    void names_areMadeOfTheDefinitions() {
        assertThat(LayeredConfig.flag(Settings.KEY_PREFIX)).isEqualTo("--key-prefix");
        assertThat(LayeredConfig.variable(GathererSettings.DATABASE_PASSWORD)).isEqualTo("CENTRALOG_DATABASE_PASSWORD");
    }
}
