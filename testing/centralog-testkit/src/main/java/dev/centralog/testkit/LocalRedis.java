// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis on a free loopback port, in a temporary directory, by default without persistence. It can be stopped,
 * killed, frozen and started again on the same port, and dies with the JVM. Not thread-safe.
 */
public final class LocalRedis implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final int START_ATTEMPTS = 10;

    private final Version version;
    private final List<String> config;
    private final @Nullable String password;
    private final boolean bound;
    private final boolean clusterNode;
    private final Path directory = TemporaryDirectories.create("redis");
    private int port;
    private @Nullable ChildProcess process;
    private boolean frozen;

    private LocalRedis(Builder builder) {
        version = builder.version;
        config = List.copyOf(builder.config);
        password = builder.password;
        bound = builder.bound;
        clusterNode = builder.clusterNode;
        port = builder.port;
    }

    /** Starts a server without options. */
    public static LocalRedis start(Version version) {
        return builder(version).start();
    }

    public static Builder builder(Version version) {
        return new Builder(version);
    }

    public Version version() {
        return version;
    }

    public int port() {
        return port;
    }

    /** Returns the id of its process. */
    public long pid() {
        return running().process().pid();
    }

    /** Returns its URI, with the password if one was set. */
    public String uri() {
        return "redis://" + userInfo(password) + "127.0.0.1:" + port;
    }

    /** Returns the part of a URI before its hosts for the default user, whose password is null if there is none. */
    static String userInfo(@Nullable String password) {
        return password == null ? "" : ":" + encoded(password) + "@";
    }

    /** Returns a name or a password as a URI contains it. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Whether the process is alive; a frozen one is. */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Whether it is running and not frozen. */
    public boolean isAnswering() {
        return isRunning() && !frozen;
    }

    /**
     * Starts it again after {@link #stop} or {@link #kill}, on the same port, with the data that its configuration kept
     * on disk.
     */
    public void start() {
        if (isRunning()) {
            throw new IllegalStateException("Redis is running on port " + port);
        }
        boolean anyPort = port == 0;
        for (int attempt = 1; ; attempt++) {
            if (anyPort) {
                port = clusterNode ? FreePorts.nextForClusterNode() : FreePorts.next();
            }
            if (tryStart()) {
                return;
            }
            if (attempt == START_ATTEMPTS || !log().contains("Address already in use")) {
                throw new IllegalStateException("Redis did not start on port " + port + ":\n" + log());
            }
        }
    }

    /** Starts it as {@link #start()} does, but as a new server: its data on disk are deleted. */
    public void startEmpty() {
        if (isRunning()) {
            throw new IllegalStateException("Redis is running on port " + port);
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(TemporaryDirectories::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** Ends it as an operator would, by SIGTERM. */
    public void stop() {
        if (process != null) {
            thaw();
            process.terminate(STOP_LIMIT);
            process = null;
        }
    }

    /** Ends it by SIGKILL. */
    public void kill() {
        if (process != null) {
            process.kill();
            process = null;
            frozen = false;
        }
    }

    /** Returns the append-only file, which exists once the server has started, if it is configured. */
    public Path appendOnlyFile() {
        Path ofRedis6 = directory.resolve("appendonly.aof");
        return Files.exists(ofRedis6) ? ofRedis6 : directory.resolve("appendonlydir/appendonly.aof.1.incr.aof");
    }

    /** Sends SIGSTOP: connections stay open, and nothing answers. */
    public void freeze() {
        running().freeze();
        frozen = true;
    }

    /** Sends SIGCONT after {@link #freeze}. */
    public void thaw() {
        if (isRunning()) {
            running().signal("CONT");
            frozen = false;
        }
    }

    /** Returns a new connection for many commands; it is authenticated if a password was set. */
    public RedisCli connect() {
        RedisCli cli = new RedisCli(port, ANSWER_LIMIT);
        try {
            if (password != null) {
                cli.call("AUTH", password);
            }
            return cli;
        } catch (RuntimeException e) {
            cli.close();
            throw e;
        }
    }

    /** Sends one command on a separate connection, and returns the answer in the form of {@link RedisCli#text}. */
    public String cli(String... arguments) {
        try (RedisCli cli = connect()) {
            return RedisCli.text(cli.call(arguments));
        }
    }

    /** Sends one command on a separate connection, and returns the answer in the form of {@link RedisCli#texts}. */
    public List<String> cliList(String... arguments) {
        try (RedisCli cli = connect()) {
            return RedisCli.texts(cli.call(arguments));
        }
    }

    /** Empties all databases and removes all scripts. */
    public void flush() {
        try (RedisCli cli = connect()) {
            cli.call("FLUSHALL");
            cli.call("SCRIPT", "FLUSH");
        }
    }

    /** Kills it and deletes its directory. */
    @Override
    public void close() {
        kill();
        TemporaryDirectories.delete(directory);
    }

    @Override
    public String toString() {
        return "Redis " + version.title;
    }

    private ChildProcess running() {
        ChildProcess current = process;
        if (current == null || !current.isAlive()) {
            throw new IllegalStateException("Redis is not running on port " + port);
        }
        return current;
    }

    private boolean tryStart() {
        writeConfig();
        ProcessBuilder builder = new ProcessBuilder(version.binary().toString(), "redis.conf")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(logFile().toFile());
        ChildProcess started = ChildProcess.start(builder, directory);
        // Its own log is read first: another process that has taken the port could answer the PING.
        Awaitility.await("Redis on port " + port)
                .atMost(START_LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !started.isAlive() || log().contains("Ready to accept connections"));
        if (!started.isAlive()) {
            started.kill();
            return false;
        }
        process = started;
        if (!cli("PING").equals("PONG")) {
            throw new IllegalStateException("Redis does not answer on port " + port + ":\n" + log());
        }
        return true;
    }

    private void writeConfig() {
        List<String> lines = new ArrayList<>(List.of("port " + port, "save \"\"", "daemonize no"));
        if (bound) {
            lines.add("bind 127.0.0.1");
        }
        if (password != null) {
            lines.add("requirepass \"" + password + "\"");
        }
        lines.addAll(config);
        try {
            Files.write(directory.resolve("redis.conf"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path logFile() {
        return directory.resolve("redis.log");
    }

    private String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The servers that tests run with: the oldest that Centralog supports, and a newer one. */
    public enum Version {
        /** The version that a library brings; it needs the system's libssl 3. */
        V6_2("6.2", "the system's libssl 3 (Debian: libssl3)"),
        /** The version that the system has. */
        V7_0("7.0", "a redis-server 7 or later on the PATH (Debian: redis-server)");

        private final String title;
        private final String need;

        Version(String title, String need) {
            this.title = title;
            this.need = need;
        }

        /** Whether it runs on this machine; if not, prints once on standard error what to install. */
        public boolean isAvailable() {
            return RedisBinary.find(this).isPresent();
        }

        /** Returns the newest version that runs on this machine. */
        public static Version newest() {
            return V7_0.isAvailable() ? V7_0 : V6_2;
        }

        String title() {
            return title;
        }

        String need() {
            return need;
        }

        Path binary() {
            return RedisBinary.find(this)
                    .orElseThrow(() -> new IllegalStateException("Redis " + title + " needs " + need));
        }
    }

    /** The options of a server. */
    public static final class Builder {
        private final Version version;
        private final List<String> config = new ArrayList<>();
        private @Nullable String password;
        private boolean bound = true;
        private boolean clusterNode;
        private int port;

        private Builder(Version version) {
            this.version = version;
        }

        /** Adds lines of its redis.conf, such as {@code maxmemory 3mb}; they come last and so take precedence. */
        public Builder config(String... lines) {
            config.addAll(List.of(lines));
            return this;
        }

        /** Sets the default user's password. */
        public Builder password(String secret) {
            password = secret;
            return this;
        }

        /**
         * Omits {@code bind}, so that Redis refuses all connections except those from 127.0.0.1 ("protected mode"); a
         * {@link Stranger} connects from another address.
         */
        public Builder protectedMode() {
            bound = false;
            return this;
        }

        /** Makes it a node of a cluster; its free port is such that the port of the cluster bus is free as well. */
        Builder clusterNode() {
            clusterNode = true;
            return config("cluster-enabled yes");
        }

        /** Sets a fixed port instead of a free one. */
        public Builder port(int fixedPort) {
            port = fixedPort;
            return this;
        }

        public LocalRedis start() {
            LocalRedis redis = new LocalRedis(this);
            try {
                redis.start();
                return redis;
            } catch (RuntimeException e) {
                redis.close();
                throw e;
            }
        }
    }
}
