// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import dev.centralog.CentralogConfig;
import dev.centralog.LogEvent;
import dev.centralog.Origin;
import dev.centralog.ProcessInfo;
import dev.centralog.Settings;
import dev.centralog.internal.fold.DrainSource;
import dev.centralog.internal.fold.EnqueueListener;
import dev.centralog.internal.fold.EventDrain;
import dev.centralog.internal.fold.EventFolder;
import dev.centralog.internal.fold.EventGrouping;
import dev.centralog.internal.fold.EventRenderer;
import dev.centralog.internal.fold.LogEventView;
import dev.centralog.internal.fold.MemoryBudget;
import dev.centralog.internal.fold.ProducerCounters;
import dev.centralog.internal.process.Surroundings;
import dev.centralog.internal.ship.FlushSchedule.Link;
import dev.centralog.internal.ship.FlushSchedule.Situation;
import dev.centralog.internal.ship.FlushSchedule.Wanted;
import dev.centralog.internal.status.RateLimitedStatus;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.EventLimits;
import dev.centralog.internal.wire.HostClock;
import dev.centralog.internal.wire.Window.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One logical producer: all that a process has for shipping its events, but for the thread. It does what {@link Shipper} and
 * {@link Flusher} do, with the same parts: {@link FlushSchedule} and {@link OutageTracker} say when, {@link FlushSteps} and
 * {@link ProducerSession} what. Only the waiting is replaced: where these would wait, it returns, and goes on when the reply is
 * there or the time is over.
 *
 * <p>Thread-safety: none; the fleet's thread alone.
 */
public final class FleetProducer {
    private static final Duration REST = Duration.ofSeconds(1);

    private final FleetLoop loop;
    private final FleetServer server;
    private final FleetTransport transport;
    private final Clock clock;
    private final FleetWatch watch;
    private final ProducerCounters counters = new ProducerCounters();
    private final EventFolder folder;
    private final BatchAssembler assembler;
    private final Outbox outbox;
    private final ProducerSession session;
    private final Verification verification;
    private final RedisClock redisClock;
    private final OutageTracker outage;
    private final FlushSchedule schedule;
    private final Duration flushInterval;
    private boolean isResting = true;
    private boolean isClosed;
    private @Nullable FlushSteps flush;
    private long turn;
    private long flushBeganNanos;
    private long failedNanos;
    private long round;
    private long roundBeganNanos;
    private long reconnectAttempts;

    /** The parts that producers share. */
    record Shared(CentralogConfig config, FleetLoop loop, FleetServer server, FleetWatch watch, LongSupplier random) {}

    FleetProducer(Shared shared, ProcessInfo process, FleetTransport transport) {
        CentralogConfig config = shared.config;
        this.loop = shared.loop;
        this.server = shared.server;
        this.watch = shared.watch;
        this.transport = transport;
        this.clock = loop;
        Origin own = new Origin(process.app(), process.environment(), process.host(), process.pid());
        EventLimits bounds = EventLimits.of(config);
        RateLimitedStatus status = new RateLimitedStatus((severity, message, cause) -> {}, clock);
        Map<Signal, ProducerCounters> all = Map.of(Signal.EVENTS, counters);
        folder = new EventFolder(
                new EventGrouping(config, own, bounds),
                new EventFolder.Rendering(new EventRenderer(own, bounds), config),
                new MemoryBudget(config.get(Settings.BUFFER_BYTES)),
                counters);
        folder.tell(new EnqueueListener() {
            @Override
            public void queued() {
                wake();
            }
        });
        Numbering numbering = new Numbering(shared.random, config.get(Settings.PER_PROCESS), process);
        assembler = new BatchAssembler(
                Map.of(Signal.EVENTS, new EventDrain(folder)),
                new DropReporter(all, new OwnDrops(own, numbering), new OwnReports(() -> isClosed, clock)),
                new LifeSigns(numbering, new OwnSign(process, Surroundings.ofJvm(), "fleet"), () -> isClosed, clock));
        SpillBuffer noSpill = new SpillBuffer(all, status, null);
        outbox = new Outbox(
                new ReplayBuffer(config.get(Settings.REPLAY_BYTES), clock), noSpill, Outbox.Limits.DEFAULT, numbering);
        session = new ProducerSession(outbox, assembler, clock, (kind, message) -> watch.warned(kind));
        verification = new Verification(session, clock);
        redisClock = new RedisClock(transport, this::correctClock, clock);
        outage = new OutageTracker(all, status, clock);
        flushInterval = config.get(Settings.FLUSH_INTERVAL);
        schedule = FlushSchedule.drawn(flushInterval);
        roundBeganNanos = clock.nanos();
    }

    private void correctClock(HostClock host) {
        folder.correctClock(host);
        outbox.correctClock(host);
        assembler.correctClock(host);
    }

    /** Returns the counts of its events. */
    public ProducerCounters counters() {
        return counters;
    }

    /** Logs an event. */
    public void log(LogEvent event) {
        folder.fold(event, LogEventView.INSTANCE);
    }

    /** Begins: from now on it looks, once a second, whether a sign of life is due. */
    public void start() {
        rest();
    }

    /** Closes the folder: the rest is shipped, and the end reported. */
    public void close() {
        folder.close();
        isClosed = true;
        wake();
    }

    /** Whether everything that it has logged is confirmed. */
    public boolean isShipped() {
        return assembler.isCounted() && outbox.isEmpty() && flush == null;
    }

    /** Notes that Redis is unavailable: the client connects anew by itself, with pauses. */
    void lost() {
        transport.lost();
        reconnectAttempts = 0;
        if (transport.wasConnected()) {
            reconnect();
        }
    }

    private void reconnect() {
        loop.after(FleetServer.RECONNECT.pauseNanos(++reconnectAttempts), () -> {
            if (!transport.isConnected()) {
                watch.connecting();
                if (server.isUp()) {
                    transport.established();
                } else {
                    reconnect();
                }
            }
        });
    }

    private void wake() {
        if (isResting) {
            isResting = false;
            waitThenFlush(clock.nanos());
        }
    }

    private boolean isIdle() {
        return !outage.isAway()
                && assembler.isEmpty()
                && outbox.isEmpty()
                && !isToBeVerified()
                && !assembler.isOwnDue();
    }

    private boolean isToBeVerified() {
        return transport.wasConnected() && verification.isDue(transport.reconnects(), isClosed);
    }

    private void rest() {
        isResting = true;
        long mine = ++turn;
        loop.after(REST.toNanos(), () -> {
            if (mine == turn && isResting) {
                if (isIdle()) {
                    rest();
                } else {
                    wake();
                }
            }
        });
    }

    private void waitThenFlush(long startNanos) {
        boolean isAway = outage.isAway();
        long nanos = schedule.waitNanos(new Situation(
                isAway ? Link.UNAVAILABLE : Link.AVAILABLE,
                FlushSchedule.Disk.OFF,
                false,
                isClosed,
                false,
                Wanted.NO,
                clock.nanos(),
                clock.nanos() - (isAway ? failedNanos : startNanos),
                outage.pauseNanos(),
                Long.MAX_VALUE));
        long mine = ++turn;
        loop.after(Math.max(0, nanos), () -> {
            if (mine == turn && flush == null) {
                begin();
            }
        });
    }

    private void begin() {
        outage.attempt();
        flushBeganNanos = clock.nanos();
        if (!transport.wasConnected()) {
            watch.connecting();
            if (server.isUp()) {
                transport.established();
            }
        }
        flush = new FlushSteps(session);
        goOn();
    }

    private void goOn() {
        try {
            while (flush != null) {
                if (!step(flush)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Does the next step; returns whether to go on now, and not when a reply is there. */
    private boolean step(FlushSteps steps) {
        switch (steps.next()) {
            case CONNECT -> {
                transport.connect();
                steps.onConnected(verification.isDue(transport.reconnects(), isClosed));
                verification.begins(transport.reconnects());
            }
            case ASK -> {
                List<UUID> asked = steps.toAsk();
                return await(transport.asked(asked), states -> steps.onStates(asked, states));
            }
            case RETIRE -> {
                Chain chain = Objects.requireNonNull(steps.toRetire());
                return await(transport.marked(chain.id(), chain.standing().redisId(), "r"), steps::onRetired);
            }
            case ACCEPT_CONNECTION -> {
                verification.done();
                steps.onAccepted();
            }
            case DRAIN -> {
                redisClock.check();
                assembler.drain(now(), outbox);
                steps.onDrained(!outbox.wantsMore() || assembler.hasFollowUps());
            }
            case SEND -> {
                for (PendingBatch each : session.toSend()) {
                    watch.sending(each.batch());
                    session.onSent(each, timed(transport.send(each.batch(), session.standing(each))));
                }
                steps.onSent(false);
            }
            case AWAIT_REPLY -> {
                return await(session.firstReply(), steps::onReply);
            }
            case END_ROUND -> {
                outage.over();
                steps.onRoundEnded();
            }
            case DONE -> done();
        }
        return true;
    }

    private CompletableFuture<BatchReply> timed(CompletableFuture<BatchReply> reply) {
        long began = clock.nanos();
        return reply.whenComplete((answer, trouble) -> {
            if (trouble == null) {
                watch.replied(clock.nanos() - began);
            }
        });
    }

    private <T> boolean await(CompletionStage<T> reply, Consumer<T> then) {
        long mine = turn;
        reply.whenComplete((value, trouble) -> loop.execute(() -> {
            if (mine != turn || flush == null) {
                return;
            }
            if (trouble != null) {
                failed(trouble);
                return;
            }
            try {
                then.accept(value);
            } catch (RuntimeException e) {
                failed(e);
                return;
            }
            goOn();
        }));
        return false;
    }

    private void done() {
        flush = null;
        watch.flushed(clock.nanos() - flushBeganNanos);
        if (isClosed && isShipped()) {
            turn++;
            Chain ended = session.ended();
            if (ended != null) {
                var unused = transport.marked(ended.id(), ended.standing().redisId(), "c");
            }
            watch.ended();
        } else if (isIdle()) {
            rest();
        } else {
            waitThenFlush(clock.nanos());
        }
    }

    private void failed(Throwable trouble) {
        flush = null;
        failedNanos = clock.nanos();
        outage.failed(trouble, outbox.unanswered());
        redisClock.askAgain();
        session.onFailure();
        watch.failed();
        waitThenFlush(failedNanos);
    }

    private DrainSource.DrainContext now() {
        long nanos = clock.nanos();
        if (isClosed || nanos - roundBeganNanos >= flushInterval.toNanos() / 2) {
            round++;
            roundBeganNanos = nanos;
        }
        return new DrainSource.DrainContext(redisClock.epochMillis(), nanos, round, false, isClosed);
    }
}
