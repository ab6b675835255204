// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page, all read when the server starts: a request can only name one of these. Beside its own name, each has one
 * with a hash of all of them, {@code /static/HASH/name}, which a browser may keep for ever; that is the one in the files themselves.
 *
 * <p>Thread-safety: immutable.
 */
final class StaticFiles {
    private static final String START = "/static/";
    private static final String INDEX = "index.html";
    private static final String TRACE_URL = "name=\"trace-url\" content=";
    private static final int HASH_LENGTH = 16;
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json; charset=utf-8",
            "txt", "text/plain; charset=utf-8",
            "png", "image/png",
            "ico", "image/x-icon");

    private final Map<String, StaticFile> byPath;

    /**
     * One file.
     *
     * @param type its media type
     * @param content its bytes; whoever reads them takes a duplicate of the buffer
     * @param zipped the same in gzip's form; null if that is no shorter
     * @param etag the hash of its bytes, in quotes
     * @param isKept whether what this path stands for never changes
     */
    record StaticFile(
            String type, ByteBuffer content, @Nullable ByteBuffer zipped, String etag, boolean isKept) {}

    private StaticFiles(Map<String, StaticFile> byPath) {
        this.byPath = byPath;
    }

    /**
     * Reads all files of a directory beside this class; there are none if it does not exist.
     *
     * @param traceUrl what the page is told of where traces are
     */
    static StaticFiles read(String directory, String traceUrl) {
        URL url = StaticFiles.class.getResource(directory + "/");
        Map<String, byte[]> contents = new TreeMap<>();
        if (url != null) {
            try {
                URI uri = url.toURI();
                if (uri.getScheme().equals("jar")) {
                    try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                        readAll(jar.provider().getPath(uri), contents);
                    }
                } else {
                    readAll(Path.of(uri), contents);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
        contents.computeIfPresent(INDEX, (name, page) -> told(page, traceUrl));
        return new StaticFiles(files(contents));
    }

    private static byte[] told(byte[] page, String traceUrl) {
        return new String(page, StandardCharsets.UTF_8)
                .replace(TRACE_URL + "\"\"", TRACE_URL + '"' + traceUrl.replace("&", "&amp;") + '"')
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void readAll(Path directory, Map<String, byte[]> contents) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                contents.put(directory.relativize(each).toString().replace('\\', '/'), Files.readAllBytes(each));
            }
        }
    }

    private static Map<String, StaticFile> files(Map<String, byte[]> contents) {
        MessageDigest all = sha256();
        contents.values().forEach(all::update);
        String kept = START + hash(all) + "/";
        Map<String, StaticFile> files = new HashMap<>();
        contents.forEach((name, content) -> {
            String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type != null) {
                byte[] linked = type.startsWith("text/") ? linked(content, kept) : content;
                files.put(START + name, file(type, linked, false));
                files.put(kept + name, file(type, linked, true));
            }
        });
        return files;
    }

    /** Returns a text whose paths of static files are those with the hash. */
    private static byte[] linked(byte[] content, String kept) {
        return new String(content, StandardCharsets.UTF_8)
                .replaceAll("([\"'(])" + START, "$1" + kept)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static StaticFile file(String type, byte[] content, boolean isKept) {
        byte[] zipped = zip(content);
        MessageDigest digest = sha256();
        digest.update(content);
        String etag = "W/\"" + hash(digest) + '"'; // weak, as it is that of both forms
        ByteBuffer shorter = zipped.length < content.length ? ByteBuffer.wrap(zipped) : null;
        return new StaticFile(type, ByteBuffer.wrap(content), shorter, etag, isKept);
    }

    private static byte[] zip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never happens: it writes to memory
        }
        return bytes.toByteArray();
    }

    private static String hash(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LENGTH);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Returns the file of a path below {@code /static/}; null if there is none. */
    @Nullable
    StaticFile get(String path) {
        return byPath.get(path);
    }

    /** Returns the file that all paths of the page stand for; null if this build has no page. */
    @Nullable
    StaticFile index() {
        return byPath.get(START + INDEX);
    }
}
