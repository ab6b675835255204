// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.util.List;

/** A real Redis that listens with TLS, and also without TLS, so that tests can inspect it. Not thread-safe. */
public final class TlsRedis implements AutoCloseable {
    private final LocalRedis redis;
    private final int tlsPort;

    private TlsRedis(LocalRedis redis, int tlsPort) {
        this.redis = redis;
        this.tlsPort = tlsPort;
    }

    /**
     * Starts a server that asks clients for no certificate.
     *
     * @param own the server's own certificate
     * @param config further lines of its redis.conf, such as {@code tls-auth-clients yes}
     */
    public static TlsRedis start(TestCertificates certificates, TestCertificates.Pair own, String... config) {
        return start(LocalRedis.Version.newest(), certificates, own, config);
    }

    /** Starts a server of that version, as {@link #start(TestCertificates, TestCertificates.Pair, String...)} does. */
    public static TlsRedis start(
            LocalRedis.Version version, TestCertificates certificates, TestCertificates.Pair own, String... config) {
        int tlsPort = FreePorts.next();
        LocalRedis redis = LocalRedis.builder(version)
                .config("tls-port " + tlsPort)
                .config(files(certificates, own).toArray(String[]::new))
                .config(config)
                .start();
        return new TlsRedis(redis, tlsPort);
    }

    /** Returns the lines of a redis.conf by which a server has this certificate and asks clients for none. */
    static List<String> files(TestCertificates certificates, TestCertificates.Pair own) {
        return List.of(
                "tls-ca-cert-file " + certificates.authority(),
                "tls-cert-file " + own.certificate(),
                "tls-key-file " + own.key(),
                "tls-auth-clients no");
    }

    /** Returns the server on its port without TLS. */
    public LocalRedis redis() {
        return redis;
    }

    /** Returns the URI of its port with TLS. */
    public String uri() {
        return "rediss://localhost:" + tlsPort;
    }

    /** Sets another certificate for new connections. */
    public void present(TestCertificates.Pair other) {
        redis.cli(
                "CONFIG",
                "SET",
                "tls-cert-file",
                other.certificate().toString(),
                "tls-key-file",
                other.key().toString());
    }

    @Override
    public void close() {
        redis.close();
    }
}
