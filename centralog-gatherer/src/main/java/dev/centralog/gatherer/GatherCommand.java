// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.ConfigException;
import dev.centralog.Settings;
import dev.centralog.gatherer.alert.Alerts;
import dev.centralog.gatherer.config.AlertSettings;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.config.LayeredConfig;
import dev.centralog.gatherer.engine.GatherStats;
import dev.centralog.gatherer.engine.Gatherer;
import dev.centralog.gatherer.log.StandardError;
import dev.centralog.gatherer.redis.EmbeddedRedis;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Stored;
import dev.centralog.gatherer.status.ServerCheck;
import dev.centralog.internal.status.Version;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code gather}, which is the daemon. */
@Command(
        name = "gather",
        description = "Stores in a database what Redis holds, until it is stopped.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class GatherCommand implements Callable<Integer> {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

    private final StopSignal signal;
    private final Function<SinkTarget, Sinks> opener;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--once",
            description =
                    "Stores all that Redis holds now, waiting for open windows to close, and ends; slices of actions"
                            + " that are not due within --give-up-after stay open.")
    private boolean once;

    @Option(
            names = "--check-config",
            description =
                    "Shows every setting and where it comes from, checks whether Redis and the database can be used,"
                            + " without changing anything there, and ends.")
    private boolean checkConfig;

    @Option(
            names = "--embedded-redis",
            description = "Starts an embedded Redis at the port of --redis, with its data beside the database: the"
                    + " valkey-server or redis-server on the PATH, or else an old one that comes with Centralog.")
    private boolean embeddedRedis;

    GatherCommand(StopSignal signal, Function<SinkTarget, Sinks> opener) {
        this.signal = signal;
        this.opener = opener;
    }

    @Override
    @SuppressWarnings("try") // the capture only has to end
    public Integer call() throws InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        LayeredConfig layers = SettingOptions.read(command, GathererSettings.ALL);
        ErrorLog log = new ErrorLog(command.commandLine().getErr(), layers.logFormat());
        try (StandardError others = log.captureOthers()) {
            return call(layers, log);
        } catch (Throwable e) {
            if (!log.isJson()) {
                throw e;
            }
            log.end(e);
            return ExitCode.of(e).number();
        }
    }

    private int call(LayeredConfig layers, ErrorLog log) throws InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (!checkConfig && layers.faults().isEmpty()) {
            log.info("centralog " + Version.current() + " on Java " + Runtime.version());
        }
        layers.warnings().forEach(each -> log.say(ErrorLog.Severity.WARN, each, null));
        CentralogConfig config = layers.config();
        if (checkConfig) {
            layers.lines().forEach(command.commandLine().getOut()::println);
            return checkServers(config, log).number();
        }
        Reload reload =
                new Reload(layers, () -> SettingOptions.read(command, GathererSettings.ALL), embeddedRedis, log);
        if (!embeddedRedis) {
            return gatherAndReload(reload, log);
        }
        try (EmbeddedRedis redis = startRedis(config, log)) {
            log.info("started an embedded Redis at " + redis);
            return gatherAndReload(reload, log);
        }
    }

    @SuppressWarnings("try") // the signal is only listened to
    private int gatherAndReload(Reload reload, ErrorLog log) throws InterruptedException {
        Runnable onHangup = once ? () -> log.info("SIGHUP: ignored with --once") : reload::signalled;
        try (HangupSignal hangup = HangupSignal.on(onHangup);
                ServedPage page = new ServedPage(url -> log.address("page: " + url), log)) {
            while (true) {
                int code = gather(reload, page, log);
                if (!reload.take()) {
                    return code;
                }
            }
        }
    }

    @SuppressWarnings("try") // the alerts need only be closed
    private int gather(Reload reload, ServedPage page, ErrorLog log) throws InterruptedException {
        CentralogConfig config = reload.config();
        SinkTarget target = LayeredConfig.target(config, log);
        Sinks sinks = opener.apply(target);
        try (Gatherer gatherer = Gatherer.open(config, sinks, log);
                Alerts alerts = once ? null : Alerts.start(AlertSettings.of(config), target, sinks.alerts(), log)) {
            GathererBean bean = GathererBean.register(gatherer, log);
            Duration limit = config.get(GathererSettings.STOP_TIMEOUT);
            signal.atMost(
                    limit,
                    () -> log.say(
                            ErrorLog.Severity.WARN,
                            "stopping without a reply of the database, after " + limit.toMillis() + " ms (setting"
                                    + " 'stopTimeout'): what was being stored waits in Redis, and is stored by the next"
                                    + " gatherer",
                            null));
            signal.onStop(() -> {
                gatherer.stop();
                page.drain();
            });
            reload.onReload(gatherer::stop);
            try {
                log.info("gathering from " + Settings.REDIS.shown(config.get(Settings.REDIS)) + " into " + target);
                if (once) {
                    return (gatherer.drain() ? ExitCode.OK : ExitCode.NOT_FINISHED).number();
                }
                page.show(
                        config,
                        new ServedPage.Gathering(
                                gatherer::notReady, gatherer::stats, () -> alerts == null ? null : alerts.stats()));
                gatherer.run();
                return ExitCode.OK.number();
            } finally {
                bean.unregister();
                log.info(summary(gatherer.stats()));
            }
        }
    }

    /** Checks Redis and the database, and writes nothing there. */
    private ExitCode checkServers(CentralogConfig config, ErrorLog log) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        ExitCode redis = ExitCode.OK;
        if (embeddedRedis) {
            out.println("# Redis: embedded, not started for this check");
        } else {
            redis = check(() -> out.println("# Redis answers: " + ServerCheck.redis(config)), log);
        }
        SinkTarget target = LayeredConfig.target(config, log);
        ExitCode database = check(
                () -> out.println("# the database answers: "
                        + ServerCheck.database(target, config.get(GathererSettings.ACTIONS))),
                log);
        return redis == ExitCode.OK ? database : redis;
    }

    private static ExitCode check(Runnable check, ErrorLog log) {
        try {
            check.run();
            return ExitCode.OK;
        } catch (CentralogException e) {
            log.fault(String.valueOf(e.getMessage()));
            return ExitCode.of(e);
        }
    }

    private static String summary(GatherStats stats) {
        Stored events = stats.events().stored();
        Stored actions = stats.actions().stored();
        return "stored " + events.repeats() + " events in " + events.rows() + " rows from "
                + stats.events().windows() + " windows, and " + actions.repeats() + " actions in " + actions.rows()
                + " rows from " + stats.actions().windows() + " slices; producers dropped " + events.totalDropped()
                + "; dead letters " + (events.totalDeadLetters() + actions.totalDeadLetters());
    }

    private static EmbeddedRedis startRedis(CentralogConfig config, ErrorLog log) {
        URI redis = URI.create(config.get(Settings.REDIS));
        if (redis.getHost() == null
                || !LOOPBACK.contains(redis.getHost())
                || !redis.getScheme().equals("redis")) {
            throw new ConfigException(List.of("--embedded-redis listens on this machine only: setting 'redis' is '"
                    + Settings.REDIS.shown(config.get(Settings.REDIS)) + "'; allowed is redis://localhost[:port]"));
        }
        String database = config.get(GathererSettings.DATABASE);
        String url = Sinks.jdbcUrl(database);
        String name = url.startsWith("jdbc:sqlite:") ? url.substring("jdbc:sqlite:".length()) : "centralog";
        Path directory = Path.of(name.replaceFirst("^file:", "").replaceFirst("\\?.*", "") + ".redis");
        return EmbeddedRedis.start(config, directory, log);
    }
}
