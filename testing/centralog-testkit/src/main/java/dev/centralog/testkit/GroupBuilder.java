// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options that all servers of a group have in common. */
abstract class GroupBuilder<B extends GroupBuilder<B>> {
    final LocalRedis.Version version;
    private final List<String> config = new ArrayList<>();

    @Nullable
    String password;

    private @Nullable TestCertificates authority;
    private List<String> tlsLines = List.of();

    GroupBuilder(LocalRedis.Version version) {
        this.version = version;
    }

    abstract B self();

    /**
     * Adds lines of each server's redis.conf, such as {@code user app on >secret ~* +@all}; they come last and so take
     * precedence.
     */
    public final B config(String... lines) {
        config.addAll(List.of(lines));
        return self();
    }

    /** Sets the default user's password, which the servers use among themselves, too. */
    public final B password(String secret) {
        password = secret;
        return self();
    }

    /** Makes clients and servers use TLS, with certificates for 127.0.0.1 that this authority issues. */
    public final B tls(TestCertificates issuer) {
        authority = issuer;
        return self();
    }

    final boolean isTls() {
        return authority != null;
    }

    /** Returns the lines of a server that listens on that port with TLS and uses TLS to the others. */
    final List<String> tlsLines(int port) {
        if (authority != null && tlsLines.isEmpty()) {
            tlsLines = TlsRedis.files(authority, authority.issue("group", "localhost", "127.0.0.1"));
        }
        List<String> lines = new ArrayList<>(tlsLines);
        lines.add("tls-replication yes");
        lines.add("tls-port " + port);
        return lines;
    }

    /** Returns the options of one server; a line of {@link #config} takes precedence over these of the group's own. */
    final LocalRedis.Builder server(List<String> own) {
        LocalRedis.Builder builder = LocalRedis.builder(version)
                .config("repl-diskless-sync yes", "repl-diskless-sync-delay 0")
                .config(own.toArray(String[]::new));
        if (password != null) {
            builder.password(password).config("masterauth \"" + password + "\"");
        }
        return builder.config(config.toArray(String[]::new));
    }
}
