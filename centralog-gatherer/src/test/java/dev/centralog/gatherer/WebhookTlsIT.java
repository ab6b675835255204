// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.alert.HookServer;
import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a webhook that has a certificate of an authority of one's own, which Java trusts in the documented way, or does not. */
class WebhookTlsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final TestCertificates certificates = new TestCertificates();

    @TempDir
    Path directory = Path.of("");

    @AfterEach
    void close() {
        certificates.close();
    }

    private static SSLContext context(TestCertificates.Pair pair) throws GeneralSecurityException, IOException {
        String pem = Files.readString(pair.key()).replaceAll("-----[A-Z ]+-----|\\s", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        Certificate certificate = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(pair.certificate())));
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        keys.setKeyEntry("server", key, PASSWORD, new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** Adds the authority to what Java trusts, as the docs say, in a copy. */
    private Path trusted() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"));
        Path trusted = directory.resolve("trusted.jks");
        Files.copy(java.resolve("lib/security/cacerts"), trusted);
        Process keytool = new ProcessBuilder(
                        java.resolve("bin/keytool").toString(),
                        "-importcert",
                        "-noprompt",
                        "-alias",
                        "own",
                        "-file",
                        certificates.authority().toString(),
                        "-keystore",
                        trusted.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue())
                .as(Files.readString(directory.resolve("keytool.log")))
                .isZero();
        return trusted;
    }

    private record Tried(int code, String out) {}

    private static Tried alertTest(String url, String... jvmOptions) {
        try (ForkedJvm command = ForkedJvm.builder(Main.class.getName())
                .jvmOptions(jvmOptions)
                .arguments("alert-test", "--webhook", url, "--webhook-private", "true")
                .start()) {
            int code = command.awaitExit(LIMIT);
            return new Tried(code, command.standardOutput() + command.standardError());
        }
    }

    private static String url(HookServer hook, String scheme) {
        return scheme + "://localhost:" + URI.create(hook.url()).getPort() + "/hook";
    }

    private String[] trusting() throws IOException, InterruptedException {
        return new String[] {"-Djavax.net.ssl.trustStore=" + trusted(), "-Djavax.net.ssl.trustStorePassword=changeit"};
    }

    private static void assertRefused(Tried tried, HookServer hook, String why) {
        assertThat(tried.out).contains("did not answer: " + why).doesNotContain("PKIX", "Exception");
        assertThat(tried.code).isEqualTo(ExitCode.UNAVAILABLE.number());
        assertThat(hook.received()).isEmpty();
    }

    @Test
    void alertTest_authorityThatIsTrustedAsDocumented_isPosted() throws Exception {
        try (HookServer hook = new HookServer(context(certificates.issue("server", "localhost")))) {
            Tried tried = alertTest(url(hook, "https"), trusting());

            assertThat(tried.out).contains(" answered 200: ok, after ");
            assertThat(tried.code).isZero();
            assertThat(hook.received()).hasSize(1);
        }
    }

    @Test
    void alertTest_authorityThatIsNotTrusted_isRefused() throws Exception {
        try (HookServer hook = new HookServer(context(certificates.issue("server", "localhost")))) {
            assertRefused(
                    alertTest(url(hook, "https")),
                    hook,
                    "its certificate is from an authority that this Java does not trust: see 'Where it may post to' in"
                            + " docs/alerts.md");
        }
    }

    @Test
    void alertTest_certificateOfAnotherHost_isRefused() throws Exception {
        try (HookServer hook = new HookServer(context(certificates.issue("server", "hooks.example.com")))) {
            assertRefused(alertTest(url(hook, "https"), trusting()), hook, "its certificate is not for this host");
        }
    }

    @Test
    void alertTest_certificateThatHasExpired_isRefused() throws Exception {
        try (HookServer hook = new HookServer(context(certificates.issueExpired("server", "localhost")))) {
            assertRefused(
                    alertTest(url(hook, "https"), trusting()),
                    hook,
                    "its certificate has expired, or is not valid yet");
        }
    }
}
