// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.CentralogConfig;
import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import dev.centralog.gatherer.alert.AlertStats;
import dev.centralog.gatherer.config.LayeredConfig;
import dev.centralog.gatherer.config.PageAccess;
import dev.centralog.gatherer.engine.GatherStats;
import dev.centralog.gatherer.engine.GatherThreads;
import dev.centralog.gatherer.metrics.GathererMetrics;
import dev.centralog.gatherer.page.PageViews;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.status.Shared;
import dev.centralog.gatherer.web.PageContent;
import dev.centralog.gatherer.web.PageServer;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The page that a command serves while it runs. It never keeps the command from its work: it starts on a thread of its own, and a
 * failure is a warning.
 *
 * <p>Thread-safe. {@link #close} waits for a start, for half a second.
 */
public final class ServedPage implements AutoCloseable {
    private static final int UNAVAILABLE = 503;
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration FRESH_METRICS = Duration.ofSeconds(10);

    private final Consumer<String> onAddress;
    private final StatusListener status;
    private final BiFunction<SinkTarget, CentralogConfig, PageViews> views;
    private @Nullable Object wanted;
    private @Nullable PageAccess access;
    private @Nullable PageServer server;
    private @Nullable PageContent content;

    /**
     * Figures of a command while it serves a page. Must not block.
     *
     * @param notReady the reasons why it can't work at the moment
     * @param stats what it has counted
     * @param alerts what its alerts have counted; returns null if it posts none
     */
    public record Gathering(
            Supplier<List<String>> notReady,
            Supplier<GatherStats> stats,
            Supplier<? extends @Nullable AlertStats> alerts) {}

    /**
     * Makes one that serves nothing yet.
     *
     * @param onAddress is given the address to open, and another one when its token was used
     * @param status is told why there is no page
     */
    public ServedPage(Consumer<String> onAddress, StatusListener status) {
        this(onAddress, status, PageViews::of);
    }

    ServedPage(
            Consumer<String> onAddress,
            StatusListener status,
            BiFunction<SinkTarget, CentralogConfig, PageViews> views) {
        this.onAddress = onAddress;
        this.status = status;
        this.views = views;
    }

    /**
     * Serves the database of these settings from now on, at the address in them. If that is the same as before, sessions and open
     * connections stay. Does not block.
     *
     * @param gathering what the command does
     */
    public synchronized void show(CentralogConfig config, Gathering gathering) {
        Object ours = new Object();
        wanted = ours;
        GatherThreads.named("centralog-page-start", () -> showNow(config, gathering, ours))
                .start();
    }

    private synchronized void showNow(CentralogConfig config, Gathering gathering, Object ours) {
        if (wanted != ours) {
            return; // others came after it, or it was closed
        }
        PageAccess next = PageAccess.of(config);
        PageServer running = server;
        if (running == null || !next.equals(access)) {
            stop();
            access = next;
            if (next.isOn()) {
                PageContent first = content(config, gathering);
                content = first;
                server = start(next, first);
            }
            return;
        }
        PageContent other = content(config, gathering);
        content = other;
        running.show(other).views().close();
    }

    private PageContent content(CentralogConfig config, Gathering gathering) {
        SinkTarget target = LayeredConfig.target(config, (severity, message, cause) -> {});
        Shared<Optional<StatusCommand.Read>> looked = new Shared<>(() -> look(config, target), System::nanoTime);
        return new PageContent(
                views.apply(target, config),
                () -> looked.get(FRESH).map(ServedPage::status).orElseGet(ServedPage::stopping),
                gathering.notReady,
                accept -> GathererMetrics.text(
                        accept,
                        gathering.stats.get(),
                        gathering.alerts.get(),
                        looked.get(FRESH_METRICS)
                                .map(StatusCommand.Read::report)
                                .orElse(null)));
    }

    /** Looks at Redis and at the database; returns nothing if that was interrupted. */
    private static Optional<StatusCommand.Read> look(CentralogConfig config, SinkTarget target) {
        try {
            return Optional.of(StatusCommand.read(config, target));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static PageViews.Answer status(StatusCommand.Read looked) {
        return new PageViews.Answer(200, looked.json());
    }

    private static PageViews.Answer stopping() {
        return new PageViews.Answer(UNAVAILABLE, "{\"error\":\"the gatherer is stopping\"}");
    }

    private @Nullable PageServer start(PageAccess at, PageContent first) {
        try {
            return PageServer.start(at, first, onAddress);
        } catch (IOException e) {
            if (at.isLoopback() && at.port() != 0 && isInUse(e)) {
                status.say(
                        Severity.WARN,
                        "the port of '" + at
                                + "' (setting 'page') is in use, perhaps by another gatherer; the page is served"
                                + " at a free port instead",
                        null);
                return start(at.withFreePort(), first);
            }
            status.say(
                    Severity.WARN,
                    "the page can't be served at '" + at + "' (setting 'page'); gathering goes on without it",
                    e);
            return null;
        }
    }

    private static boolean isInUse(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof BindException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /** Says at {@code /readyz} from now on that the command is stopping. */
    public synchronized void drain() {
        PageServer running = server;
        if (running != null) {
            running.drain();
        }
    }

    private void stop() {
        PageServer running = server;
        if (running != null) {
            running.close();
        }
        PageContent shown = content;
        if (shown != null) {
            shown.views().close();
        }
        server = null;
        content = null;
    }

    /** Stops serving, and closes all connections. */
    @Override
    public synchronized void close() {
        wanted = null;
        stop();
    }
}
