// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A separate certificate authority and the certificates that it issues, as PEM files in a temporary directory that is
 * deleted on closing. Keys use the curve P-256; a private key's file is PKCS #8.
 *
 * <p>Thread-safety: one thread at a time.
 */
public final class TestCertificates implements AutoCloseable {
    private static final X500Name AUTHORITY = new X500Name("CN=Test authority");
    private static final Pattern IPV4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

    private final Path directory = TemporaryDirectories.create("certificates");
    private final Instant now = Clock.systemUTC().instant();
    private long lastSerial;
    private final KeyPair authorityKeys = newKeys();
    private final Path authority = directory.resolve("ca.crt");

    /** A certificate and its private key. */
    public record Pair(Path certificate, Path key) {}

    /** Creates the authority and its own certificate. */
    public TestCertificates() {
        try {
            X509v3CertificateBuilder own = certificate(AUTHORITY, authorityKeys, now.plus(Duration.ofDays(2)))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            write(authority, "CERTIFICATE", signed(own));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the authority's own certificate. */
    public Path authority() {
        return authority;
    }

    /**
     * Issues a certificate that is valid for two days.
     *
     * @param name the name of its files, and its common name
     * @param hosts the names or IPv4 addresses that it is valid for
     */
    public Pair issue(String name, String... hosts) {
        return issue(name, now.plus(Duration.ofDays(2)), hosts);
    }

    /** Issues, as {@link #issue} does, a certificate that expired an hour ago. */
    public Pair issueExpired(String name, String... hosts) {
        return issue(name, now.minus(Duration.ofHours(1)), hosts);
    }

    private Pair issue(String name, Instant end, String... hosts) {
        KeyPair keys = newKeys();
        GeneralName[] names =
                Stream.of(hosts).map(TestCertificates::generalName).toArray(GeneralName[]::new);
        Pair pair = new Pair(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
        try {
            X509v3CertificateBuilder certificate = certificate(new X500Name("CN=" + name), keys, end)
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            write(pair.certificate(), "CERTIFICATE", signed(certificate));
            write(pair.key(), "PRIVATE KEY", keys.getPrivate().getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pair;
    }

    @Override
    public void close() {
        TemporaryDirectories.delete(directory);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralName generalName(String host) {
        int kind = IPV4.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName;
        return new GeneralName(kind, host);
    }

    /** Returns a certificate of this authority, not signed yet, that is valid since a day ago. */
    private X509v3CertificateBuilder certificate(X500Name subject, KeyPair keys, Instant end) {
        return new JcaX509v3CertificateBuilder(
                AUTHORITY,
                BigInteger.valueOf(++lastSerial),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(end),
                subject,
                keys.getPublic());
    }

    private byte[] signed(X509v3CertificateBuilder certificate) throws IOException {
        try {
            return certificate
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, String type, byte[] content) throws IOException {
        try (Writer text = Files.newBufferedWriter(file);
                PemWriter pem = new PemWriter(text)) {
            pem.writeObject(new PemObject(type, content));
        }
    }
}
