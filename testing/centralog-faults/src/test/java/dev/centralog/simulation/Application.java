// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.CentralogException;
import dev.centralog.internal.fold.BatchLine;
import dev.centralog.internal.redis.ModelRedis;
import dev.centralog.internal.redis.ModelRedis.Terms;
import dev.centralog.internal.ship.Batch;
import dev.centralog.internal.ship.BatchReply;
import dev.centralog.internal.ship.BatchTransport;
import dev.centralog.internal.ship.ModelShipper;
import dev.centralog.internal.ship.ProducerStates;
import dev.centralog.internal.ship.Standing;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.ActionKey;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.simulation.Network.Call;
import dev.centralog.simulation.Network.Link;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A process that logs, with its connection. */
final class Application implements BatchTransport, Clock {
    private static final int GROUPS = 3;
    private static final long SLICE_SECONDS = 600;
    private static final long MAX_AGE_SECONDS = 3600;
    private static final long MAX_AHEAD_SECONDS = 5;
    private static final int MAX_SAMPLES = 5;
    private static final long SKEW_MILLIS = 3_600_000;
    private static final String[] NAMES = {"group of kind a.", "group of kind b.", "group of kind c."};

    final String name;
    final Books books;
    final ModelShipper shipper;

    /** Whether its host is behind the partition if there is one. */
    final boolean isBehind;

    private final World world;
    private final Terms eventTerms;
    private final Terms actionTerms;
    private final long skewMillis;
    private boolean isRedisTimeKnown;
    private long firstAheadSeconds;
    private @Nullable Link link;
    private int reconnects;

    /**
     * Starts a process.
     *
     * @param drawsAs the number of the process whose id it draws, as a process does that goes on from the same snapshot
     * @param isBehind whether its host is behind the partition if there is one
     */
    Application(String name, World world, int drawsAs, boolean isBehind) {
        this.name = name;
        this.isBehind = isBehind;
        this.world = world;
        this.skewMillis = drawSkew(world);
        Plan plan = world.plan;
        this.books = new Books(
                () -> world.split.primary(isBehind),
                world::takeLeft,
                world.broken::add,
                plan.jumpsClock() || plan.splits());
        eventTerms = new Terms(plan.maxGroups(), MAX_AGE_SECONDS, MAX_AHEAD_SECONDS, MAX_SAMPLES);
        actionTerms = new Terms(plan.maxGroups(), 6 * SLICE_SECONDS - 1, MAX_AHEAD_SECONDS, 0);
        shipper = new ModelShipper(
                this,
                this,
                books,
                new ModelShipper.Habits(
                        name,
                        plan.bufferBytes(),
                        plan.replayBytes(),
                        plan.smallBatches(),
                        world.mutant,
                        plan.spills() ? world.disk.open(new DiskFaults(world)) : null,
                        world.spilled,
                        new Draws(drawsAs, world.random.nextLong())));
    }

    /** Returns by how much the clock of its host is off, in milliseconds. */
    private static long drawSkew(World world) {
        if (world.random.nextInt(4) != 0) {
            return 0;
        }
        world.inject(Fault.CLOCK_OFF);
        return world.random.nextBoolean() ? SKEW_MILLIS : -SKEW_MILLIS;
    }

    /**
     * Draws the same numbers as its clones for what comes before the first batch has a number, and its own numbers
     * afterwards.
     */
    private static final class Draws implements LongSupplier {
        /** The draw of the first batch's token, the only one of the first four that is not shared: process, token, id, id. */
        private static final int TOKEN = 2;

        private static final int SHARED = 4;
        private final SplittableRandom shared;
        private final SplittableRandom own;
        private int drawn;

        Draws(int process, long seed) {
            shared = new SplittableRandom(process);
            own = new SplittableRandom(seed);
        }

        @Override
        public long getAsLong() {
            drawn++;
            return (drawn != TOKEN && drawn <= SHARED ? shared : own).nextLong() | 1;
        }
    }

    /** Logs an event with a time that long ago. The event is identified by its window and its group. */
    void log(long agoMillis) {
        String group = NAMES[world.random.nextInt(GROUPS)];
        long hostMillis = epochMillis() - agoMillis;
        Window window = new Window(Signal.EVENTS, counted(hostMillis), 1);
        books.logged(window, group);
        shipper.folders().log(group, hostMillis);
        world.say(name, "logs ", window);
    }

    void act() {
        long user = world.random.nextInt(GROUPS);
        Window second = new Window(Signal.ACTIONS, counted(epochMillis()), SLICE_SECONDS);
        Window slice = second.isChecked() ? second.at(second.start()) : second;
        books.logged(slice, ModelRedis.name(ActionKey.group(Long.toString(user), "7")));
        shipper.folders().act(user);
        world.say(name, "acts ", slice);
    }

    private long counted(long hostMillis) {
        return Math.floorDiv(hostMillis, 1000) + shipper.folders().hostClock().correction();
    }

    /** Returns the window by Redis's clock for an event that was counted before Redis had told its time. */
    Window belonging(Window logged) {
        return logged.checked(firstAheadSeconds);
    }

    /** Ends the wait for a reply that does not come in time; the connection may be broken, or just slow. */
    void timeOut() {
        if (world.random.nextBoolean()) {
            cut();
        }
        shipper.timeOut();
        endIfKilled();
    }

    void cut() {
        if (link != null) {
            world.network.cut(link);
        }
    }

    void reconnect() {
        if (link != null && link.isOpen) {
            link = world.network.replace(link);
            reconnects++;
        }
    }

    /** Whether nothing is left to be sent, or to be sent again. */
    boolean isDone() {
        return shipper.isEmpty() && !shipper.isToBeVerified();
    }

    /** Goes on with shipping; the process may die during it. */
    void step() {
        shipper.step();
        endIfKilled();
    }

    private void endIfKilled() {
        if (shipper.isKilled()) {
            world.say(name, "dies between two effects", "");
            world.inject(Fault.KILLED_AT_DISK);
            world.replace(this);
        }
    }

    /** Ends without time to ship: what is left is counted as dropped, though Redis may have applied it. */
    void endInAHurry() {
        shipper.folders().close();
        shipper.abandon();
        for (Signal signal : Signal.values()) {
            long known = shipper.folders().acknowledged(signal)
                    + shipper.folders().spilled(signal)
                    + shipper.folders().dropped(signal);
            if (books.logged(signal) != known) {
                books.broken("what is left at the end is dropped, and counted");
            }
        }
    }

    void die() {
        books.died();
        shipper.die();
        cut();
    }

    @Override
    public void connect() {
        reconnectIfLost();
        if (link == null) {
            link = world.network.connect(name, isBehind);
        }
    }

    private Link connected() {
        if (link == null || !link.isOpen) {
            throw new CentralogException("not connected");
        }
        return link;
    }

    @Override
    public long clockOffsetMillis() {
        connected();
        long ahead = world.redis.millis() - epochMillis();
        if (!isRedisTimeKnown) {
            isRedisTimeKnown = true;
            firstAheadSeconds = Math.round(ahead / 1000.0);
        }
        return ahead;
    }

    @Override
    public CompletionStage<BatchReply> send(Batch batch, Standing standing) {
        CompletableFuture<BatchReply> answer = new CompletableFuture<>();
        Terms terms = batch.window().signal() == Signal.EVENTS ? eventTerms : actionTerms;
        try {
            world.network.send(
                    connected(),
                    new Call<>(
                            "report ",
                            new BatchText(batch),
                            redis -> redis.apply(batch, standing, terms),
                            answer::complete,
                            answer::completeExceptionally));
        } catch (CentralogException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    /** The text of a batch in a trace. */
    private record BatchText(Batch batch) {
        @Override
        public String toString() {
            StringBuilder text =
                    new StringBuilder(batch.producer().toString().substring(0, 4) + "#" + batch.sequence());
            text.append(" of ").append(batch.window());
            for (BatchLine line : batch.lines()) {
                text.append(", ").append(ModelRedis.name(line.group()));
                text.append(" +").append(line.repeats());
            }
            return text.toString();
        }
    }

    /** Connects again if the connection is lost, as the client does by itself. */
    private void reconnectIfLost() {
        if (link != null && !link.isOpen) {
            link = world.network.connect(name, isBehind);
            reconnects++;
        }
    }

    @Override
    public int reconnects() {
        if (world.network.isUp()) {
            reconnectIfLost();
        }
        return reconnects;
    }

    @Override
    public ProducerStates ask(List<UUID> producers) {
        return asked("asks ", producers, redis -> redis.ask(producers));
    }

    @Override
    public ProducerStates retire(UUID producer, String ofRedis) {
        return asked("retires ", producer, redis -> redis.retire(producer, ofRedis));
    }

    @Override
    public ProducerStates end(UUID producer, String ofRedis) {
        return asked("ends ", producer, redis -> redis.end(producer, ofRedis));
    }

    /** Asks and takes the reply at once; the connection to a replica that refuses to reply is cut. */
    private <T> T asked(String does, Object of, Function<ModelRedis, T> question) {
        Link current = connected();
        try {
            T answer = current.ask(question);
            world.say(name, does, of + ": " + answer);
            return answer;
        } catch (CentralogException e) {
            cut();
            throw e;
        }
    }

    @Override
    public void close() {
        cut();
    }

    @Override
    public long epochMillis() {
        return world.millis() + skewMillis;
    }

    @Override
    public long nanos() {
        return world.millis() * 1_000_000;
    }
}
