// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An authority of its own in a temporary directory, and certificates from it, all PEM files: made by {@code openssl} when
 * a test runs, and gone after it. Not thread-safe.
 */
public final class TestCertificates implements AutoCloseable {
    private static final List<String> NEW_KEY =
            List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes");

    private final Path directory = TemporaryDirectories.create("certificates");

    /** A certificate and its private key. */
    public record Pair(Path certificate, Path key) {}

    public TestCertificates() {
        List<String> command = new ArrayList<>(List.of("req", "-x509"));
        command.addAll(NEW_KEY);
        command.addAll(List.of("-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=Test authority"));
        openssl(command);
    }

    /** Whether they can be made here; if not, says on standard error what to install. */
    public static boolean areAvailable() {
        boolean found = ProgramPath.find("openssl").findFirst().isPresent();
        if (!found) {
            System.err.println("SKIPPED: no tests of TLS: install openssl");
        }
        return found;
    }

    /** The authority's own certificate. */
    public Path authority() {
        return directory.resolve("ca.crt");
    }

    /**
     * A certificate from this authority.
     *
     * @param name of its files
     * @param hosts whom it is for, e.g. {@code DNS:localhost,IP:127.0.0.1}
     * @param days how long it is valid; 0: it has expired when it is made
     */
    public Pair issue(String name, String hosts, int days) {
        List<String> request = new ArrayList<>(List.of("req"));
        request.addAll(NEW_KEY);
        request.addAll(List.of("-keyout", name + ".key", "-out", name + ".csr", "-subj", "/CN=" + name));
        openssl(request);
        try {
            Files.writeString(directory.resolve(name + ".ext"), "subjectAltName=" + hosts);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        openssl(List.of(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                "ca.crt",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                Integer.toString(days),
                "-extfile",
                name + ".ext",
                "-out",
                name + ".crt"));
        return new Pair(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
    }

    @Override
    public void close() {
        TemporaryDirectories.delete(directory);
    }

    private void openssl(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
