// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ForkedJvm;
import dev.centralog.testkit.SharedRedis;
import dev.centralog.testsupport.RawContents;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.timeout.TimeoutException;
import io.netty.resolver.NameResolver;
import io.netty.util.Version;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The self-contained jar with only Log4j2 and the application's own, older Netty. */
class StandaloneShippingIT {
    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    private static final int EVENTS = 1000;

    @TempDir
    Path directory;

    @Test
    void application_shipsBesideItsOwnNetty_andNothingIsPrinted() throws IOException {
        Path configuration = Files.writeString(directory.resolve("log4j2.xml"), """
                <Configuration status="warn">
                  <Appenders><Centralog name="central" redis="%s" app="shop"/></Appenders>
                  <Loggers><Root level="all"><AppenderRef ref="central"/></Root></Loggers>
                </Configuration>
                """.formatted(REDIS.uri()));
        try (ForkedJvm jvm = ForkedJvm.builder(StandaloneApplication.class.getName())
                .classPath(classPath())
                .jvmOptions("-Dlog4j2.configurationFile=" + configuration.toUri())
                .arguments(Integer.toString(EVENTS))
                .start()) {
            int code = jvm.awaitExit(Duration.ofSeconds(60));

            assertThat(code).as(jvm.standardError()).isZero();
            assertThat(jvm.standardOutput().strip()).matches("Netty 4\\.1\\..*");
            assertThat(jvm.standardError()).isEmpty();
        }

        // The old Netty itself logs to Log4j2 at DEBUG; these are events like all others.
        assertThat(RawContents.repeats(REDIS.get())).isGreaterThanOrEqualTo(EVENTS + 2);
        assertThat(RawContents.payloads(REDIS.get()))
                .anyMatch(payload -> payload.contains("\"event 0\""))
                .anyMatch(payload -> payload.contains("io.netty.of.the.Application"))
                .anyMatch(payload -> payload.contains("reactor.of.the.Application"))
                .noneMatch(payload -> payload.contains("dev.centralog.shaded"));
    }

    static String classPath() {
        Stream<Class<?>> parts = Stream.of(
                StandaloneApplication.class,
                LogManager.class,
                LoggerContext.class,
                Version.class,
                ByteBuf.class,
                Channel.class,
                NameResolver.class,
                TimeoutException.class);
        return Stream.concat(Stream.of(System.getProperty("standalone.jar")), parts.map(StandaloneShippingIT::home))
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
