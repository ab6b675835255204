// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.centralog.CentralogConfig;
import dev.centralog.Setting;
import dev.centralog.Settings;
import io.lettuce.core.SslOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The TLS options of the settings, by Java's own implementation: it needs no native library, and works under relocated names.
 * Files are read at each attempt to connect, so that a file that was renewed or mended is used without a restart.
 */
final class Tls {
    private Tls() {}

    static SslOptions options(CentralogConfig config) {
        SslOptions.Builder options =
                SslOptions.builder().jdkSslProvider().handshakeTimeout(config.get(Settings.CONNECT_TIMEOUT));
        if (!config.get(Settings.REDIS_CA).isEmpty()) {
            options.trustManager(file(config, Settings.REDIS_CA));
        }
        if (!config.get(Settings.REDIS_CERTIFICATE).isEmpty()) {
            options.keyManager(file(config, Settings.REDIS_CERTIFICATE), file(config, Settings.REDIS_KEY), new char[0]);
        }
        return options.build();
    }

    private static SslOptions.Resource file(CentralogConfig config, Setting<String> setting) {
        String name = config.get(setting);
        return () -> open(setting, name);
    }

    private static InputStream open(Setting<String> setting, String name) throws IOException {
        try {
            byte[] content = Files.readAllBytes(Path.of(name));
            if (!new String(content, ISO_8859_1).contains("-----BEGIN ")) {
                throw new IOException("setting '" + setting.name() + "': " + name + " is not a PEM file");
            }
            return new ByteArrayInputStream(content);
        } catch (NoSuchFileException e) {
            throw new IOException("setting '" + setting.name() + "': there is no file " + name, e);
        } catch (AccessDeniedException e) {
            throw new IOException("setting '" + setting.name() + "': no permission to read the file " + name, e);
        } catch (InvalidPathException e) {
            throw new IOException("setting '" + setting.name() + "': '" + name + "' is not a file name", e);
        }
    }
}
