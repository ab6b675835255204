// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.CentralogConfig;
import dev.centralog.CentralogException;
import dev.centralog.Settings;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.config.LayeredConfig;
import dev.centralog.gatherer.status.ServerCheck;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a daemon, which it reads again at a SIGHUP. The gatherer with the old settings is stopped in good order, and
 * one with the new settings is started. New settings that are wrong, or that would make the daemon end, change nothing.
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
     * Makes one that runs by the settings given.
     *
     * @param reader reads all layers again
     * @param embeddedRedis whether the embedded Redis runs by these settings, too; it is not restarted
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

    /** Sets the action that stops the gatherer running by {@link #config}; runs it at once if there are new settings by now. */
    synchronized void onReload(Runnable how) {
        stop = how;
        if (next != null) {
            how.run();
        }
    }

    /** Switches to the new settings; returns false if there are none, so that the daemon must end. */
    synchronized boolean take() {
        LayeredConfig taken = next;
        if (taken == null) {
            return false;
        }
        current = taken;
        next = null;
        log.switchTo(taken.logFormat());
        return true;
    }

    /** Reads the settings again, because the signal came. Blocks. */
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
            log.info("SIGHUP: continuing with changed settings: " + String.join(", ", changes));
            next = read;
            stop.run();
        } else {
            keep();
        }
    }

    private void keep() {
        log.say(Severity.WARN, "SIGHUP: continuing with the previous settings", null);
    }

    /** Returns whether a gatherer could run by these settings; servers that are only unavailable do not count against them. */
    private boolean mayGoOn(CentralogConfig config) {
        if (embeddedRedis
                && List.of(Settings.REDIS, Settings.REDIS_USER, Settings.REDIS_PASSWORD).stream()
                        .anyMatch(each ->
                                !config.get(each).equals(current.config().get(each)))) {
            log.say(
                    Severity.WARN,
                    "SIGHUP: a new address, user or password of the embedded Redis needs a restart",
                    null);
            return false;
        }
        return isUsable(() -> ServerCheck.redis(config))
                && isUsable(() ->
                        ServerCheck.database(LayeredConfig.target(config, log), config.get(GathererSettings.ACTIONS)));
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
