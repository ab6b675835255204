// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.Settings;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gatherer.config.LayeredConfig;
import dev.centralog.gatherer.status.ServerCheck;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a daemon, which a SIGHUP lets it read anew: what runs by the old ones is stopped in good order, and begins
 * again by the new ones. Settings that are wrong, or by which it could not go on, change nothing.
 *
 * <p>Thread-safety: any thread; {@link #signalled} blocks.
 */
final class Reload {
    private final Supplier<LayeredConfig> reader;
    private final ErrorLog log;
    private final boolean embeddedRedis;
    private LayeredConfig current;
    private @Nullable LayeredConfig next;
    private Runnable stop = () -> {};

    /**
     * @param reader reads all layers again
     * @param embeddedRedis whether Redis runs by these settings too, and is not started anew
     */
    Reload(LayeredConfig current, Supplier<LayeredConfig> reader, boolean embeddedRedis, ErrorLog log) {
        this.current = current;
        this.reader = reader;
        this.embeddedRedis = embeddedRedis;
        this.log = log;
    }

    /** Returns the settings to run by. */
    synchronized CentralogConfig config() {
        return current.config();
    }

    /** Says what stops the one that runs by {@link #config}; done at once where there are others by now. */
    synchronized void onReload(Runnable how) {
        stop = how;
        if (next != null) {
            how.run();
        }
    }

    /** Goes over to the new settings; false if there are none, so that it is to end. */
    synchronized boolean take() {
        LayeredConfig taken = next;
        if (taken == null) {
            return false;
        }
        current = taken;
        next = null;
        return true;
    }

    /** Reads the settings, as the signal asks for. */
    synchronized void signalled() {
        LayeredConfig read = reader.get();
        read.warnings().forEach(each -> log.say(Severity.WARN, each, null));
        if (!read.faults().isEmpty()) {
            read.faults().forEach(each -> log.say(Severity.WARN, "SIGHUP: " + each, null));
            keep();
            return;
        }
        LayeredConfig running = next == null ? current : next;
        List<String> changes = running.changesTo(read);
        if (changes.isEmpty()) {
            log.info("SIGHUP: the settings were read again, and none has changed");
            return;
        }
        if (mayGoOn(read.config())) {
            log.info("SIGHUP: goes on with other settings: " + String.join(", ", changes));
            next = read;
            stop.run();
        } else {
            keep();
        }
    }

    private void keep() {
        log.say(Severity.WARN, "SIGHUP: goes on with the settings from before", null);
    }

    /** Whether a gatherer would go on: it ends by what waiting does not cure, and waits for what is only away. */
    private boolean mayGoOn(CentralogConfig config) {
        if (embeddedRedis
                && List.of(Settings.REDIS, Settings.REDIS_USER, Settings.REDIS_PASSWORD).stream()
                        .anyMatch(each ->
                                !config.get(each).equals(current.config().get(each)))) {
            log.say(Severity.WARN, "SIGHUP: where the Redis of its own is, and who may use it, takes a restart", null);
            return false;
        }
        return isUsable(() -> ServerCheck.redis(config))
                && isUsable(() -> ServerCheck.database(LayeredConfig.target(config, log)));
    }

    private boolean isUsable(Runnable check) {
        try {
            check.run();
            return true;
        } catch (CentralogException e) {
            if (ExitCode.of(e) == ExitCode.UNAVAILABLE) {
                return true;
            }
            log.say(Severity.WARN, "SIGHUP: " + e.getMessage(), null);
            return false;
        }
    }
}
