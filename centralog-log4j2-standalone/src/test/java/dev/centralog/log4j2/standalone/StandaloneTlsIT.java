// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.TestCertificates;
import dev.centralog.testkit.TlsRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Tests that TLS works under the relocated names, too. */
@EnabledIf("canRun")
class StandaloneTlsIT {
    @TempDir
    Path directory;

    static boolean canRun() {
        return LocalRedis.Version.newest().isAvailable();
    }

    @Test
    void application_shipsOverTls() throws IOException {
        try (TestCertificates certificates = new TestCertificates();
                TlsRedis redis = TlsRedis.start(certificates, certificates.issue("server", "localhost"))) {
            Path configuration = Files.writeString(
                    directory.resolve("log4j2.xml"), """
                    <Configuration status="warn">
                      <Appenders><Centralog name="central" redis="%s" redisCa="%s" app="shop"/></Appenders>
                      <Loggers><Root level="all"><AppenderRef ref="central"/></Root></Loggers>
                    </Configuration>
                    """.formatted(redis.uri(), certificates.authority()));
            try (ForkedJvm jvm = ForkedJvm.builder(StandaloneApplication.class.getName())
                    .classPath(StandaloneShippingIT.classPath())
                    .jvmOptions("-Dlog4j2.configurationFile=" + configuration.toUri())
                    .arguments("10")
                    .start()) {
                int code = jvm.awaitExit(Duration.ofSeconds(60));

                assertThat(code).as(jvm.standardError()).isZero();
                assertThat(jvm.standardError()).isEmpty();
            }
            assertThat(redis.redis().cliList("KEYS", "{cl.2:0}:d:*")).isNotEmpty();
        }
    }
}
