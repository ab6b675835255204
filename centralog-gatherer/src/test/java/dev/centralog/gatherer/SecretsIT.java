// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.EventSource;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.config.LayeredConfig;
import dev.centralog.testkit.LocalRedis;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a password is never printed, wherever it was given and whatever goes wrong. */
class SecretsIT {
    private static final String SECRET = "s3cret";
    private static final StatusListener SILENT = (severity, message, cause) -> {};

    @TempDir
    Path directory = Path.of("");

    private static void assertSilent(String said) {
        assertThat(said).isNotEmpty().doesNotContain(SECRET);
    }

    private static void assertSilent(String... command) {
        Commands done = Commands.run(command);
        assertSilent(done.code() + done.out() + done.err());
    }

    private static String full(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }

    /** Opens both sides with that configuration, and checks their exceptions, with causes, and their messages. */
    private static void assertSilentWhenOpened(CentralogConfig config) {
        assertSilent(config.toString());
        assertThatThrownBy(() -> EventSource.open(config, SILENT)).satisfies(thrown -> assertSilent(full(thrown)));
        List<String> said = new CopyOnWriteArrayList<>();
        StatusListener status = (severity, message, cause) -> said.add(message + (cause == null ? "" : full(cause)));
        try (Centralog centralog = Centralog.open(config, status)) {
            centralog.log(LogEvent.builder().message("event").build());
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !said.isEmpty());
            Thread.getAllStackTraces().keySet().forEach(thread -> assertSilent("thread " + thread.getName()));
            centralog.close(Duration.ZERO);
        }
        assertSilent(String.join("\n", said));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:s3cret@127.0.0.1:1",
                "redis://user:s3cret@127.0.0.1:1/0",
                "redis://user:s3cret@no-such-host.invalid",
                "redis://user:pass@s3cret@127.0.0.1:1",
                "redis://user:pass:s3cret@127.0.0.1:1",
                "redis://user:s3cret/x@127.0.0.1:1",
                "redis://user:s3cret#x@127.0.0.1:1",
                "redis://user:s3cret?x@127.0.0.1:1",
                "redis://user:s3cret%zz@127.0.0.1:1",
                "redis://user:s3cret^x@127.0.0.1:1",
                "redis://user:s3cret x@127.0.0.1:1",
                "redis://user:s3cret@127.0.0.1:99999",
                "redis://user:s3cret@local host",
                "redis://user:s3cret@[::1",
                "redis://user:s3cret@host_name.invalid:1",
                "rediss://user:s3cret@127.0.0.1:1?verifyPeer=none",
                "http://user:s3cret@127.0.0.1",
                "redis://user:2024/s3cret@127.0.0.1:1",
                "redis://user:2024?s3cret@127.0.0.1:1",
                "redis://user:2024?a=s3cret@127.0.0.1:1",
                "redis://user:2024 s3cret@127.0.0.1:1",
                "redis://user:s3cret",
                "redis://127.0.0.1:1/0?clientName=s3cret",
                "redis://127.0.0.1:1/0?clientName=a@s3cret",
                "redis:/user:s3cret@127.0.0.1",
                "redis//user:s3cret@127.0.0.1",
                "user:s3cret@127.0.0.1:6379"
            })
    void password_inTheUriOfRedis_isNotSaid(String uri) {
        String file = directory.resolve("e.db").toString();
        assertSilent("gather", "--check-config", "--redis", uri);
        assertSilent("gather", "--once", "--give-up-after", "0s", "--redis", uri, "--database", file);
        assertSilent("gather", "--embedded-redis", "--redis", uri.replace("127.0.0.1", "redis.invalid"));
        assertSilent("actions", "--live", "--redis", uri, "--database", file);
        try {
            CentralogConfig config = CentralogConfig.parse(Map.of("redis", uri), Settings.ALL);
            assertSilentWhenOpened(config.with(Settings.CONNECT_TIMEOUT, Duration.ofSeconds(1)));
        } catch (dev.centralog.ConfigException e) {
            assertSilent(full(e));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://127.0.0.1:1/db?user=u&password=s3cret",
                "jdbc:postgresql://u:s3cret@127.0.0.1:1/db",
                "jdbc:postgresql://127.0.0.1:1/db?sslpassword=s3cret&sslkey=none",
                "jdbc:postgresql://127.0.0.1:x/db?password=s3cret",
                "jdbc:mariadb://127.0.0.1:1/db?user=u&password=s3cret&keyStorePassword=s3cret",
                "jdbc:mariadb://127.0.0.1:1/db?trustStorePassword=s3cret&keyPassword=s3cret",
                "jdbc:mysql://u:s3cret@127.0.0.1:1/db",
                "jdbc:nosuch://127.0.0.1:1/db?user=u;password=s3cret",
                "jdbc:postgresql://127.0.0.1:1/db?password=my s3cret",
                "jdbc:postgresql://127.0.0.1:1/db?user=u&password=my;s3cret",
                "jdbc:postgresql://127.0.0.1:1/db?password=my;x=s3cret&ssl=true",
                "jdbc:postgresql://127.0.0.1:1/db?password=my@s3cret",
                "jdbc:postgresql://127.0.0.1:1/db?password=my&s3cret",
                "jdbc:postgresql://127.0.0.1:1/db?options=-c x=s3cret",
                "jdbc:postgresql://127.0.0.1:1/db?nosuch=s3cret",
                "jdbc:postgresql://127.0.0.1:1/db;password=s3cret",
                "jdbc:postgresql://127.0.0.1:x/db?password=my s3cret",
                "jdbc:postgresql://u:2024/s3cret@127.0.0.1:1/db",
                "jdbc:postgresql://127.0.0.1:1/db?socketFactory=no.such&password=my s3cret",
                "jdbc:mariadb://127.0.0.1:1/db?user=u&password=my s3cret",
                "jdbc:mariadb://127.0.0.1:x/db?password=my;s3cret",
                "jdbc:mariadb://127.0.0.1:1/db?sslMode=nosuch&password=my s3cret",
                "jdbc:mariadb://127.0.0.1:1/db password=s3cret",
                "jdbc:mysql://127.0.0.1:1/db?password=my;s3cret",
                "jdbc:nosuch://127.0.0.1:1/db?user=u&password=my s3cret",
                "jdbc:sqlite:/no/such/directory/e.db?password=my s3cret",
                "/no/such/directory/e.db?key=my s3cret",
                "u:s3cret@127.0.0.1/db",
                "some_user:2024/s3cret@127.0.0.1/db",
                "jdbc:sqlite:/no/such/directory/e.db?password=s3cret"
            })
    void password_inTheUrlOfTheDatabase_isNotSaid(String url) {
        String[] away = {"--redis", "redis://127.0.0.1:1", "--database", url, "--database-password", SECRET};
        Stream.of(
                        List.of("gather", "--check-config"),
                        List.of("gather", "--once", "--give-up-after", "0s"),
                        List.of("actions"),
                        List.of("actions", "--live"))
                .forEach(command -> assertSilent(
                        Stream.concat(command.stream(), Stream.of(away)).toArray(String[]::new)));
        assertSilent("tail", "--database", url, "--database-password", SECRET);
        assertSilent("dead-letters", "list", "--database", url, "--database-password", SECRET);
        assertSilent(LayeredConfig.target(CentralogConfig.defaults().with(GathererSettings.DATABASE, url), SILENT)
                .toString());
    }

    @Test
    void password_afterAFlagThatDoesNotExist_isNotSaid() {
        assertSilent("gather", "--redis-pasword=" + SECRET);
        assertSilent("gather", "--redis-pasword", SECRET);
        assertSilent("gather", "--redis-password", SECRET, "--lease");
        assertSilent("tail", "--database-pasword", SECRET, "--follow");
        assertSilent("dead-letters", "list", "--database-pasword=" + SECRET);
    }

    /** Tests a URL as a shell splits it if the quotes are missing. */
    @Test
    void password_withABlank_withoutQuotes_isNotSaid() {
        assertSilent("gather", "--check-config", "--database", "jdbc:postgresql://h/db?password=my", SECRET);
        assertSilent("tail", "--database-password", "my", SECRET);
        assertSilent("dead-letters", "list", "--database-password", "my", SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redisPassword: s3cret",
                "redisPassword: [s3cret]",
                "redisPassword: {a: s3cret}",
                "redisPassword: \"s3cret",
                "redisPassword: 's3cret\nlease: 1s",
                "redisPassword: s3cret: x",
                "redisPassword: s3cret\nredisPassword: s3cret",
                "redisPassword s3cret",
                "- s3cret",
                "redisPassword:\ts3cret",
                "\tredisPassword: s3cret",
                "redisPassword: @s3cret",
                "redisPassword: %s3cret",
                "redisPassword: `s3cret`",
                "redisPassword: *s3cret",
                "redisPassword: !s3cret x",
                "redisPassword: &s3cret",
                "redisPassword: \"s3cret\\q\"",
                "redisPasswort: s3cret",
                "database: jdbc:nosuch://u:s3cret@h",
                "redisCa: ca.pem\nredis: redis://u:s3cret@h",
                "database: jdbc:postgresql://h/d?password=my s3cret",
                "database: \"jdbc:postgresql://h/d?password=my;s3cret\"",
                "redis: redis://u:2024/s3cret@h",
                "redisPassword: s3cret\nlease: 0s"
            })
    void password_inAFile_isNotSaid(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("c.yaml"), content);

        assertSilent("gather", "--check-config", "--config", file.toString());
    }

    @Test
    void password_inTheEnvironment_isNotSaid() {
        LayeredConfig config = LayeredConfig.read(new LayeredConfig.Layers(
                Map.of(),
                Map.of(
                        "CENTRALOG_REDIS_PASSWORD", SECRET,
                        "CENTRALOG_DATABASE_PASSWORD", SECRET,
                        "CENTRALOG_DATABASE", "jdbc:postgresql://h/d?password=" + SECRET,
                        "CENTRALOG_REDIS_PASSWORT", SECRET),
                null));

        assertSilent(String.join("\n", config.lines()));
        assertSilent(String.join("\n", config.warnings()));
        assertSilent(config.config().toString());
    }

    @Test
    void password_thatIsWrong_isNotSaid() throws Exception {
        try (LocalRedis redis = LocalRedis.builder(LocalRedis.Version.newest())
                .password("right")
                .start()) {
            CentralogConfig config = CentralogConfig.defaults()
                    .with(Settings.REDIS, "redis://127.0.0.1:" + redis.port())
                    .with(Settings.REDIS_PASSWORD, SECRET);
            assertSilentWhenOpened(config);
            assertSilentWhenOpened(config.with(Settings.REDIS_USER, "nobody"));
            assertSilent("gather", "--once", "--redis", "redis://:" + SECRET + "@127.0.0.1:" + redis.port());
            try (Centralog working = Centralog.open(config.with(Settings.REDIS_PASSWORD, "right"), SILENT)) {
                assertSilent(working.stats().toString());
                assertSilent("JMX: " + managed());
            }
        }
    }

    /** Returns all that JMX shows of Centralog in this process, as text. */
    private static String managed() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder all = new StringBuilder();
        for (ObjectName name : server.queryNames(new ObjectName("*centralog*:*"), null)) {
            all.append(name);
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                all.append(attribute).append(server.getAttribute(name, attribute.getName()));
            }
        }
        return all.toString();
    }
}
