// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.process;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The jar, or the directory of classes, that holds the main class of this process, and what its manifest says. With
 * {@code java -jar} it is that jar: of a jar that Spring Boot has packed it is the outer one, whose manifest is the
 * application's. Nothing is read from the network.
 *
 * @param name the name of the file or directory
 * @param title {@code Implementation-Title}; empty if it is not there
 * @param version {@code Implementation-Version}; empty if it is not there
 */
record MainJar(String name, String title, String version) {
    private static final MainJar UNKNOWN = new MainJar("", "", "");
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    /** The most that is read of a manifest, in bytes: its main section comes first, and is never that long. */
    private static final int MAX_MANIFEST_BYTES = 1 << 16;

    /** Returns the main class's jar; one without name, title and version if it can't be found or read. */
    static MainJar find(Surroundings surroundings) {
        try {
            File found = locate(surroundings);
            return found == null ? UNKNOWN : read(found);
        } catch (IOException | URISyntaxException | RuntimeException ignored) {
            return UNKNOWN; // no release for that matters less than a start that fails
        }
    }

    private static @Nullable File locate(Surroundings surroundings) throws URISyntaxException {
        String command = textOf(surroundings.property("sun.java.command"));
        String classPath = textOf(surroundings.property("java.class.path"));
        boolean isOne = !classPath.isEmpty() && !classPath.contains(File.pathSeparator);
        if (isOne && (command.isEmpty() || command.equals(classPath) || command.startsWith(classPath + " "))) {
            return new File(classPath);
        }
        if (command.isEmpty()) {
            return null; // the first of several jars may be anybody's
        }
        int end = command.indexOf(' ');
        String mainClass = end < 0 ? command : command.substring(0, end);
        mainClass = mainClass.substring(mainClass.indexOf('/') + 1); // behind the module's name
        String resource = mainClass.replace('.', '/') + ".class";
        URL url = surroundings.resource(resource);
        return url == null ? null : container(url, resource);
    }

    private static String textOf(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    private static @Nullable File container(URL url, String resource) throws URISyntaxException {
        String path = url.getPath();
        int end = path.length() - resource.length();
        if (!path.endsWith(resource)) {
            return null;
        }
        return switch (url.getProtocol()) {
            case "file" -> new File(new URI("file:" + path.substring(0, end)));
            case "jar" ->
                path.startsWith("file:") && path.startsWith("!/", end - 2)
                        ? new File(new URI(path.substring(0, end - 2)))
                        : null;
            default -> null;
        };
    }

    private static MainJar read(File container) throws IOException {
        byte[] manifest = container.isDirectory() ? manifestIn(container) : manifestOf(container);
        Attributes attributes = new Manifest(new ByteArrayInputStream(mainSection(manifest))).getMainAttributes();
        return new MainJar(
                container.getName(),
                textOf(attributes.getValue(Attributes.Name.IMPLEMENTATION_TITLE)),
                textOf(attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION)));
    }

    private static byte[] manifestIn(File directory) throws IOException {
        try (InputStream in = new FileInputStream(new File(directory, MANIFEST))) {
            return in.readNBytes(MAX_MANIFEST_BYTES);
        }
    }

    private static byte[] manifestOf(File jar) throws IOException {
        if (!jar.isFile()) { // a pipe would block
            return new byte[0];
        }
        try (ZipFile zip = new ZipFile(jar)) {
            ZipEntry entry = zip.getEntry(MANIFEST);
            if (entry == null) {
                return new byte[0];
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return in.readNBytes(MAX_MANIFEST_BYTES);
            }
        }
    }

    /** Returns the lines up to the first empty one: the sections behind it, of single entries, may be very many. */
    private static byte[] mainSection(byte[] manifest) {
        int begin = 0;
        for (int i = 0; i < manifest.length; i++) {
            if (manifest[i] == '\n') {
                int length = i - begin - (i > begin && manifest[i - 1] == '\r' ? 1 : 0);
                if (length == 0) {
                    return Arrays.copyOf(manifest, begin);
                }
                begin = i + 1;
            }
        }
        return manifest.length < MAX_MANIFEST_BYTES ? manifest : Arrays.copyOf(manifest, begin);
    }
}
