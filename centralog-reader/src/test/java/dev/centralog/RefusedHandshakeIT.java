// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gather.EventSource;
import dev.centralog.testkit.Faults;
import dev.centralog.testkit.LocalRedis;
import dev.centralog.testkit.RedisCli;
import dev.centralog.testkit.Stranger;
import dev.centralog.testkit.TestCertificates;
import dev.centralog.testkit.TlsRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests of connections that Redis refuses while they are made, many of each kind: the reason is in the message each time,
 * whether the client sees the error reply or the end of the connection first.
 */
class RefusedHandshakeIT {
    private static final StatusListener SILENT = (severity, message, cause) -> {};
    private static final int ATTEMPTS = Faults.times(50, 1000);
    private static final int THREADS = 25;
    private static final String SECRET = "tell-nobody";
    private static final String[] HOSTS = {"localhost", "127.0.0.1"};
    private static final int LONGEST = 500;
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Reason CREDENTIALS =
            new Reason(List.of("'redisUser'", "'redisPassword'"), List.of("TLS", "lacks a right", "maxclients"));
    private static final Reason RIGHTS =
            new Reason(List.of("'redisUser'", "NOPERM"), List.of("TLS", "'redisPassword'", "maxclients"));
    private static final Reason CLIENTS =
            new Reason(List.of("maxclients"), List.of("TLS", "'redis", "can't be reached"));
    private static final Reason CLIENTS_OR_NO_TLS =
            new Reason(List.of("maxclients", "redis://"), List.of("rediss://", "'redisUser'", "certificate"));
    private static final Reason PROTECTED =
            new Reason(List.of("protected mode"), List.of("TLS", "maxclients", "can't be reached"));
    private static final Reason LOADING = new Reason(List.of("loading its data"), List.of("TLS", "'redis"));
    private static final Reason USES_TLS =
            new Reason(List.of("TLS", "'redis'", "rediss://"), List.of("redis://", "'redisUser'", "certificate"));
    private static final Reason USES_NO_TLS =
            new Reason(List.of("TLS", "'redis'", "redis://"), List.of("rediss://", "'redisUser'", "certificate"));
    private static final Reason CERTIFICATE =
            new Reason(List.of("'redisCertificate'", "'redisKey'"), List.of("redis://", "rediss://", "'redisUser'"));

    /** The words that a message must have after the address, and those that it must not have, because they would mislead. */
    private record Reason(List<String> needed, List<String> misleading) {
        boolean isIn(String message) {
            String behind = message.replaceFirst("can't connect to Redis at '[^']*': ", "");
            return needed.stream().allMatch(behind::contains)
                    && misleading.stream().noneMatch(behind::contains)
                    && !message.contains(SECRET)
                    && !message.contains("\n")
                    && message.length() < LONGEST;
        }
    }

    /** A server that refuses, with the client's configuration, the expected reason, and what has to be closed afterwards. */
    private record Attack(CentralogConfig config, Reason reason, List<Runnable> ends) implements AutoCloseable {
        Attack(CentralogConfig config, Reason reason, Runnable... ends) {
            this(config, reason, List.of(ends));
        }

        @Override
        public void close() {
            ends.forEach(Runnable::run);
        }
    }

    private interface Setup {
        Attack up(LocalRedis.Version version);
    }

    static Stream<Arguments> refusals() {
        Map<String, Setup> all = new TreeMap<>(Map.of(
                "wrong password", version -> guarded(version, "redis", ":" + SECRET),
                "wrong password of a user", version -> guarded(version, "redis", "app:" + SECRET),
                "unknown user", version -> guarded(version, "redis", "stranger:" + SECRET),
                "no password", version -> guarded(version, "redis", ""),
                "no HELLO, wrong password", RefusedHandshakeIT::withoutHello,
                "user without rights", RefusedHandshakeIT::withoutRights,
                "too many clients", RefusedHandshakeIT::full,
                "protected mode", RefusedHandshakeIT::protectedMode,
                "loading", RefusedHandshakeIT::loading,
                "plain to TLS", RefusedHandshakeIT::plainToTls));
        all.put("TLS to plain", RefusedHandshakeIT::tlsToPlain);
        all.put("too many clients, TLS", RefusedHandshakeIT::fullWithTls);
        all.put("no client certificate", RefusedHandshakeIT::withoutCertificate);
        return Stream.of(LocalRedis.Version.values()).flatMap(version -> all.entrySet().stream()
                .map(each -> Arguments.of(each.getKey(), version, each.getValue())));
    }

    private static CentralogConfig config(String uri) {
        return Logs.config(0)
                .with(Settings.REDIS, uri)
                .with(Settings.CONNECT_TIMEOUT, LONG)
                .with(Settings.COMMAND_TIMEOUT, LONG);
    }

    private static LocalRedis.Builder redis(LocalRedis.Version version) {
        Assumptions.assumeTrue(version.isAvailable());
        return LocalRedis.builder(version);
    }

    private static Attack guarded(LocalRedis.Version version, String scheme, String user) {
        LocalRedis redis = redis(version)
                .password("right")
                .config("user app on >fitting ~* &* +@all")
                .start();
        String at = user.isEmpty() ? "" : user + "@";
        return new Attack(config(scheme + "://" + at + "127.0.0.1:" + redis.port()), CREDENTIALS, redis::close);
    }

    private static Attack withoutHello(LocalRedis.Version version) {
        LocalRedis redis = redis(version)
                .password("right")
                .config("rename-command HELLO \"\"")
                .start();
        return new Attack(config("redis://:" + SECRET + "@127.0.0.1:" + redis.port()), CREDENTIALS, redis::close);
    }

    private static Attack withoutRights(LocalRedis.Version version) {
        LocalRedis redis = redis(version).config("user app on >fitting -@all").start();
        return new Attack(config("redis://app:fitting@127.0.0.1:" + redis.port()), RIGHTS, redis::close);
    }

    private static Attack full(LocalRedis.Version version) {
        LocalRedis redis = redis(version).start();
        redis.cli("CONFIG", "SET", "maxclients", "1");
        RedisCli only = only(redis);
        return new Attack(config(redis.uri()), CLIENTS, only::close, redis::close);
    }

    /** Returns the one connection that a server allows, once the connections before it have been closed. */
    private static RedisCli only(LocalRedis redis) {
        return Awaitility.await().atMost(LONG).ignoreExceptions().until(redis::connect, only -> {
            only.call("PING");
            return true;
        });
    }

    private static Attack protectedMode(LocalRedis.Version version) {
        LocalRedis redis = redis(version).protectedMode().start();
        Stranger stranger = Stranger.to(redis.port());
        return new Attack(config("redis://127.0.0.1:" + stranger.port()), PROTECTED, stranger::close, redis::close);
    }

    /** Starts a server that loads its file again and again, and accepts connections meanwhile. */
    private static Attack loading(LocalRedis.Version version) {
        LocalRedis.Builder builder = redis(version).config("appendonly yes", "key-load-delay 1");
        LocalRedis redis =
                (version == LocalRedis.Version.V6_2 ? builder : builder.config("enable-debug-command yes")).start();
        redis.cli("EVAL", "for i = 1, 20000 do redis.call('SET', KEYS[1], i) end", "1", "{loaded}");
        Thread reload = new Thread(
                () -> {
                    while (redis.isRunning()) {
                        redis.cli("DEBUG", "LOADAOF");
                    }
                },
                "reload");
        reload.setUncaughtExceptionHandler((thread, killed) -> {});
        reload.setDaemon(true);
        reload.start();
        return new Attack(config(redis.uri()), LOADING, redis::close);
    }

    private static Attack plainToTls(LocalRedis.Version version) {
        Assumptions.assumeTrue(version.isAvailable());
        TestCertificates certificates = new TestCertificates();
        TlsRedis redis = TlsRedis.start(version, certificates, certificates.issue("server", HOSTS));
        return new Attack(
                config(redis.uri().replace("rediss:", "redis:")), USES_TLS, redis::close, certificates::close);
    }

    /** Starts a full server with TLS, which can't give the reason: it closes the connection before the TLS handshake. */
    private static Attack fullWithTls(LocalRedis.Version version) {
        Assumptions.assumeTrue(version.isAvailable());
        TestCertificates certificates = new TestCertificates();
        TlsRedis redis = TlsRedis.start(version, certificates, certificates.issue("server", HOSTS));
        redis.redis().cli("CONFIG", "SET", "maxclients", "1");
        RedisCli only = only(redis.redis());
        CentralogConfig config = config(redis.uri())
                .with(Settings.REDIS_CA, certificates.authority().toString());
        return new Attack(config, CLIENTS_OR_NO_TLS, only::close, redis::close, certificates::close);
    }

    /** Starts a server without TLS. It waits for the end of a line, which the client's random bytes may or may not contain. */
    private static Attack tlsToPlain(LocalRedis.Version version) {
        LocalRedis redis = redis(version).start();
        CentralogConfig config = config("rediss://localhost:" + redis.port());
        return new Attack(config.with(Settings.CONNECT_TIMEOUT, Duration.ofSeconds(1)), USES_NO_TLS, redis::close);
    }

    private static Attack withoutCertificate(LocalRedis.Version version) {
        Assumptions.assumeTrue(version.isAvailable());
        TestCertificates certificates = new TestCertificates();
        TlsRedis redis =
                TlsRedis.start(version, certificates, certificates.issue("server", HOSTS), "tls-auth-clients yes");
        CentralogConfig config = config(redis.uri())
                .with(Settings.REDIS_CA, certificates.authority().toString());
        return new Attack(config, CERTIFICATE, redis::close, certificates::close);
    }

    /** Returns the message of the first refused attempt. Each attempt should be refused, but a server is not always loading. */
    private static String refusal(Attack attack) {
        do {
            try {
                EventSource.open(attack.config(), SILENT).close();
            } catch (CentralogException e) {
                return String.valueOf(e.getMessage());
            }
        } while (attack.reason().equals(LOADING));
        return "not refused";
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("refusals")
    void refusal_ofEveryAttempt_saysWhy(String name, LocalRedis.Version version, Setup setup)
            throws InterruptedException, ExecutionException {
        Map<String, Integer> wrong = new TreeMap<>();
        try (Attack attack = setup.up(version)) {
            for (String message : messages(() -> refusal(attack))) {
                if (!attack.reason().isIn(message)) {
                    wrong.merge(message.replaceAll("[0-9a-f]{8,}|:\\d+", "~"), 1, Integer::sum);
                }
            }
        }
        assertThat(wrong).as(name).isEmpty();
    }

    private static List<String> messages(Callable<String> attempt) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<String> messages = new ArrayList<>();
            List<Callable<String>> attempts = Collections.nCopies(ATTEMPTS, attempt);
            for (Future<String> each : threads.invokeAll(attempts)) {
                messages.add(each.get());
            }
            return messages;
        } finally {
            threads.shutdownNow();
        }
    }
}
