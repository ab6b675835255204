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
import dev.centralog.internal.ship.ProducerPosition;
import dev.centralog.internal.time.Clock;
import dev.centralog.internal.wire.ActionKey;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.simulation.Network.Call;
import dev.centralog.simulation.Network.Link;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A process that logs, and its connection. */
final class Application implements BatchTransport, Clock {
    private static final int GROUPS = 3;
    private static final long SLICE_SECONDS = 600;
    private static final long MARKER_SECONDS = 86_400;
    private static final long MAX_AGE_SECONDS = 3600;
    private static final long MAX_AHEAD_SECONDS = 5;
    private static final String[] NAMES = {"group of kind a.", "group of kind b.", "group of kind c."};

    final String name;
    final Books books;
    final ModelShipper shipper;
    private final World world;
    private final Terms eventTerms;
    private final Terms actionTerms;
    private long skewMillis;
    private @Nullable Link link;
    private @Nullable String redisId;
    private int reconnects;
    private int reconnectsSeen;

    Application(String name, World world) {
        this.name = name;
        this.world = world;
        Plan plan = world.plan;
        this.books = new Books(world.redis, world::takeLeft, world.broken::add);
        eventTerms = new Terms(MARKER_SECONDS, plan.maxGroups(), MAX_AGE_SECONDS, MAX_AHEAD_SECONDS);
        actionTerms = new Terms(MARKER_SECONDS, plan.maxGroups(), 6 * SLICE_SECONDS - 1, MAX_AHEAD_SECONDS);
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
                        world.spilled));
    }

    /** The clock of its host is off by so much from now on. */
    void skew(long millis) {
        skewMillis = millis;
    }

    /** Logs an event, so long before now; what was logged is known by its window and its group. */
    void log(long agoMillis) {
        String group = NAMES[world.random.nextInt(GROUPS)];
        long hostMillis = epochMillis() - agoMillis;
        long second = Math.floorDiv(hostMillis + shipper.folders().offsetMillis(), 1000);
        books.logged(Window.second(second), group);
        shipper.folders().log(group, hostMillis);
        world.say(name, "logs ", second);
    }

    void act() {
        long user = world.random.nextInt(GROUPS);
        long second = Math.floorDiv(epochMillis() + shipper.folders().offsetMillis(), 1000);
        Window slice = Window.slice(second, SLICE_SECONDS);
        books.logged(slice, ModelRedis.name(ActionKey.group(Long.toString(user), "7")));
        shipper.folders().act(user);
        world.say(name, "acts ", slice);
    }

    /** No answer comes in time; it may be that the connection is broken, or just slow. */
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

    /** Whether nothing is left to be sent, be it again. */
    boolean isDone() {
        return shipper.isEmpty() && !hasReconnected();
    }

    /** Goes on with shipping; it may die over it. */
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

    /** Ends without the time to ship: what is left is counted as dropped, though Redis may have taken it. */
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
            link = world.network.connect(name);
        }
        if (redisId == null) {
            redisId = connected().server.state().redisId;
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
        return world.redis.millis() - epochMillis();
    }

    @Override
    public CompletionStage<BatchReply> send(Batch batch) {
        CompletableFuture<BatchReply> answer = new CompletableFuture<>();
        Terms terms = batch.window().signal() == Signal.EVENTS ? eventTerms : actionTerms;
        try {
            world.network.send(
                    connected(),
                    new Call<>(
                            "report ",
                            new BatchText(batch),
                            redis -> redis.report(batch, terms),
                            answer::complete,
                            answer::completeExceptionally));
        } catch (CentralogException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    /** A batch in a trace. */
    private record BatchText(Batch batch) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(batch.producer().substring(0, 4) + "#" + batch.sequence());
            text.append(" of ").append(batch.window());
            for (BatchLine line : batch.lines()) {
                text.append(", ").append(ModelRedis.name(line.group()));
                text.append(" +").append(line.repeats());
            }
            return text.toString();
        }
    }

    /** As the client does by itself. */
    private void reconnectIfLost() {
        if (link != null && !link.isOpen) {
            link = world.network.connect(name);
            reconnects++;
        }
    }

    @Override
    public boolean hasReconnected() {
        if (world.network.isUp()) {
            reconnectIfLost();
        }
        return reconnects != reconnectsSeen;
    }

    @Override
    public void reconnectedSeen() {
        reconnectsSeen = reconnects;
    }

    @Override
    public ProducerPosition position(String producer) {
        return new ProducerPosition(
                asked(redis -> redis.position(producer)), Math.floorDiv(world.redis.millis(), 1000));
    }

    /** Asks at once; a replica that refuses to answer is left. */
    private <T> T asked(Function<ModelRedis, T> question) {
        Link current = connected();
        try {
            return question.apply(current.server);
        } catch (CentralogException e) {
            cut();
            throw e;
        }
    }

    @Override
    public boolean wasReplaced() {
        String before = redisId;
        redisId = asked(ModelRedis::identity);
        return !redisId.equals(before);
    }

    @Override
    public void close() {
        cut();
    }

    @Override
    public long epochMillis() {
        return world.redis.millis() + skewMillis;
    }

    @Override
    public long nanos() {
        return world.redis.millis() * 1_000_000;
    }
}
