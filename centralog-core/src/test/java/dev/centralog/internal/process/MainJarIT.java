// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.ProcessInfo;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which jar is the main class's, with jars on disk. */
class MainJarIT {
    private static final String MAIN = "com/acme/Shop.class";

    @TempDir
    private Path directory;

    private final MapSurroundings surroundings = new MapSurroundings();

    private Path jar(String name, String... manifestLines) throws IOException {
        Path jar = directory.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write(manifest(manifestLines));
            zip.putNextEntry(new ZipEntry("BOOT-INF/lib/other-3.0.jar"));
            zip.write("Implementation-Version: 3.0".getBytes(UTF_8));
        }
        return jar;
    }

    private static byte[] manifest(String... lines) {
        return ("Manifest-Version: 1.0\r\n" + String.join("\r\n", lines)
                        + "\r\n\r\nName: x\r\nImplementation-Title: y\r\n")
                .getBytes(UTF_8);
    }

    private void started(String command, String classPath) {
        surroundings.properties.put("sun.java.command", command);
        surroundings.properties.put("java.class.path", classPath);
    }

    private MainJar found() {
        return MainJar.find(surroundings);
    }

    /** Tests a jar that Spring Boot has packed: its main class is a launcher, which finds the nested jars. */
    @Test
    void jarOfSpringBoot_isTheOuterOne() throws IOException {
        Path jar = jar(
                "my shop.jar",
                "Main-Class: org.springframework.boot.loader.launch.JarLauncher",
                "Start-Class: com.acme.Shop",
                "Spring-Boot-Version: 3.5.7",
                "Implementation-Title: shop",
                "Implementation-Version: 1.4.2");
        started(jar + " --server.port=80", jar.toString());

        assertThat(found()).isEqualTo(new MainJar("my shop.jar", "shop", "1.4.2"));

        List<String> said = new ArrayList<>();
        ProcessInfo process = OwnProcess.find(
                CentralogConfig.defaults(), (severity, message, cause) -> said.add(message), surroundings);

        assertThat(process.app()).isEqualTo("shop");
        assertThat(process.release()).isEqualTo("1.4.2");
        assertThat(said)
                .singleElement()
                .asString()
                .startsWith(
                        "this process: app 'shop' (manifest of my shop.jar), environment '', release '1.4.2' (manifest"
                                + " of my shop.jar), host '");
    }

    @Test
    void classPathOfSeveralJars_isTheOneWithTheMainClass() throws IOException {
        Path first = jar("first.jar", "Implementation-Title: first", "Implementation-Version: 1");
        Path second = jar("a second %.jar", "Implementation-Title: second", "Implementation-Version: 2");
        surroundings.resources.put(MAIN, url("jar:" + second.toUri() + "!/" + MAIN));
        started("com.acme.Shop now", first + ":" + second);

        assertThat(found()).isEqualTo(new MainJar("a second %.jar", "second", "2"));

        started("acme.shop/com.acme.Shop", "");
        assertThat(found().title()).isEqualTo("second");

        started("com.acme.Other", first + ":" + second);
        assertThat(found()).isEqualTo(new MainJar("", "", ""));
    }

    @Test
    void commandThatIsNotKnown_isTheOnlyJarOrNone() throws IOException {
        Path jar = jar("only.jar", "Implementation-Version: 1", " .5");
        started("", jar.toString());
        assertThat(found()).isEqualTo(new MainJar("only.jar", "", "1.5"));

        started("", jar + ":" + jar);
        assertThat(found()).isEqualTo(new MainJar("", "", ""));

        surroundings.properties.clear();
        assertThat(found()).isEqualTo(new MainJar("", "", ""));
    }

    @Test
    void directoryOfClasses_hasItsManifestOrNone() throws IOException {
        surroundings.resources.put(MAIN, url(directory.toUri() + MAIN));
        started("com.acme.Shop", directory.toString());
        assertThat(found()).isEqualTo(new MainJar("", "", ""));

        Files.createDirectory(directory.resolve("META-INF"));
        Files.write(directory.resolve("META-INF/MANIFEST.MF"), manifest("Implementation-Version: 5"));
        assertThat(found().version()).isEqualTo("5");
    }

    @Test
    void jarThatCanNotBeRead_isUnknown() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.jar"), "no zip");
        for (String path :
                List.of(broken.toString(), directory.resolve("none.jar").toString(), "\0", " ")) {
            started(path, path);
            assertThat(found().title() + found().version()).as(path).isEmpty();
        }
        Path odd = jar("odd.jar", "no header at all", "Implementation-Version: 1");
        started(odd.toString(), odd.toString());
        assertThat(found()).isEqualTo(new MainJar("", "", ""));
    }

    @Test
    void placeThatIsNoFileOfThisMachine_isNotRead() throws IOException {
        for (String url : List.of(
                "jar:http://127.0.0.1:1/shop.jar!/" + MAIN,
                "http://127.0.0.1:1/" + MAIN,
                "jar:file://server/share/shop.jar!/" + MAIN,
                "file:/else/where.class")) {
            surroundings.resources.put(MAIN, url(url));
            started("com.acme.Shop", "a.jar:b.jar");
            assertThat(found()).as(url).isEqualTo(new MainJar("", "", ""));
        }
    }

    /** A manifest of a signed jar has a section for each entry. */
    @Test
    void manifestOfManySections_isReadUpToTheFirst() throws IOException {
        Path jar =
                jar("signed.jar", "Implementation-Version: 6", "\r\n" + "Name: a\r\nDigest: b\r\n\r\n".repeat(10_000));
        started(jar.toString(), jar.toString());

        assertThat(found().version()).isEqualTo("6");
    }

    @Test
    void ownSurroundings_findTheMainClassOfThisProcess() {
        Surroundings jvm = Surroundings.ofJvm();

        assertThat(jvm.property("java.version")).isNotNull();
        assertThat(jvm.variable("no such variable")).isNull();
        assertThat(jvm.resource("dev/centralog/Settings.class")).isNotNull();
        assertThat(MainJar.find(jvm)).isNotNull();
    }

    private static URL url(String text) throws MalformedURLException {
        return URI.create(text).toURL();
    }
}
