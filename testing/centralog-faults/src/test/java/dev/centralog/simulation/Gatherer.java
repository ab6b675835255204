// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.CentralogException;
import dev.centralog.gatherer.engine.DeliverySteps;
import dev.centralog.internal.claim.ClaimSteps;
import dev.centralog.internal.claim.ClaimSteps.Claim;
import dev.centralog.internal.claim.ClaimSteps.Request;
import dev.centralog.internal.claim.DueWindows;
import dev.centralog.internal.claim.WindowTimes;
import dev.centralog.internal.redis.ModelRedis;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.redis.read.DeliveryCheck;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.simulation.Database.Identity;
import dev.centralog.simulation.Database.Row;
import dev.centralog.simulation.Network.Call;
import dev.centralog.simulation.Network.Link;
import dev.centralog.simulation.Plan.Rate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A gatherer without threads. The real {@link ClaimSteps} decide what it asks Redis for, {@link DeliverySteps} what it
 * does with each delivery, and {@link DeliveryCheck} whether it has read all of it. This class does what they leave to
 * their caller: it asks, takes each reply when it comes, and gives up. Both signals take turns on one connection.
 */
final class Gatherer {
    private static final int PAGE = 2;
    private static final int PAGE_BYTES = 10;
    private static final long LEASE_MILLIS = ModelStore.LEASE_MILLIS;
    private static final long LATE_HOLD_MILLIS = 3000;
    private static final long SLICE_SECONDS = 600;
    private static final int TAKEN_AT_ONCE = 3;
    private static final DueWindows DUE = new DueWindows(new Times(), LEASE_MILLIS);

    private final String name;
    private final World world;

    /** Whether its host is behind the partition if there is one. */
    final boolean isBehind;

    private final Set<SealedId> leases = new LinkedHashSet<>();
    private @Nullable Link link;
    private @Nullable Held held;
    private @Nullable Runnable next = this::claim;
    private Signal signal = Signal.EVENTS;
    private Claims claims;
    private Claims others;
    private String owner;
    private int lives;
    private int attempt;

    private static final class Times implements WindowTimes {
        @Override
        public long graceSeconds(Window window) {
            return window.signal() == Signal.EVENTS ? 1 : window.seconds();
        }

        @Override
        public long lateHoldMillis(Window window) {
            return window.signal() == Signal.EVENTS ? LATE_HOLD_MILLIS : SLICE_SECONDS * 1000;
        }
    }

    /** The delivery that is being read, stored and acknowledged. */
    private record Held(Claim claim, DeliverySteps steps, DeliveryCheck check, List<Map.Entry<Identity, Row>> rows) {}

    Gatherer(String name, World world, boolean isBehind) {
        this.name = name;
        this.world = world;
        this.isBehind = isBehind;
        owner = name;
        claims = claims(Signal.EVENTS);
        others = claims(Signal.ACTIONS);
    }

    /** The steps of one signal, and the checks of their promises. */
    private record Claims(ClaimSteps steps, ClaimChecks checks) {}

    private Claims claims(Signal of) {
        int takenAtOnce = of == Signal.EVENTS ? TAKEN_AT_ONCE : 1;
        boolean awaits = world.mutant != Mutant.STORED_WITHOUT_WAIT && world.plan.awaitsDurableSeals();
        ClaimChecks checks = new ClaimChecks(world, DUE, takenAtOnce, leases);
        return new Claims(new ClaimSteps(DUE, takenAtOnce, awaits, checks), checks);
    }

    boolean isWaiting() {
        return next == null;
    }

    boolean holdsNothing() {
        return held == null && claims.steps.isEmpty() && others.steps.isEmpty();
    }

    void step() {
        Runnable now = next;
        if (now == null) {
            return;
        }
        next = null;
        try {
            now.run();
        } catch (CentralogException ignored) {
            giveUp();
        }
    }

    /** Kills the process and starts another one. */
    void die() {
        lives++;
        owner = name + "#" + lives;
        leases.clear();
        claims = claims(signal);
        others = claims(other());
        giveUp();
        cut();
    }

    /** Ends the wait for a reply that does not come in time. */
    void giveUp() {
        attempt++;
        claims.steps.onFailure();
        claims.checks.onFailure();
        if (held != null) {
            held.steps.onFailure();
        }
        next = held == null ? this::claim : this::deliver;
    }

    void cut() {
        if (link != null) {
            world.network.cut(link);
        }
    }

    void reconnect() {
        if (link != null && link.isOpen) {
            link = world.network.replace(link);
        }
    }

    /** Renews the leases; called every third of a lease's length. */
    void keepLeases() {
        if (link == null || !link.isOpen) {
            return;
        }
        String own = owner;
        for (SealedId id : leases) {
            Function<ModelRedis, Long> script = redis -> redis.extend(id, own, LEASE_MILLIS);
            world.network.send(link, new Call<>("extend ", id, script, kept -> {}, lost -> {}));
        }
    }

    private <T> void call(String what, Object of, Function<ModelRedis, T> script, Consumer<T> then) {
        if (link == null || !link.isOpen) {
            link = world.network.connect(name, isBehind);
        }
        int mine = attempt;
        world.network.send(
                link,
                new Call<>(
                        what,
                        of,
                        script,
                        answer -> {
                            if (attempt == mine) {
                                next = () -> then.accept(answer);
                            }
                        },
                        failure -> {
                            if (attempt == mine) {
                                giveUp();
                            }
                        }));
    }

    private Signal other() {
        return signal == Signal.EVENTS ? Signal.ACTIONS : Signal.EVENTS;
    }

    private void claim() {
        Request<?> request = claims.steps.next();
        boolean wasEmpty = claims.steps.isEmpty();
        Claim claim = request == null ? claims.steps.poll() : null;
        if (claim != null) {
            claims.checks.onHandedOut(claim, wasEmpty);
            hold(claim);
        } else if (request != null) {
            ask(request);
        } else {
            Claims before = claims;
            claims = others;
            others = before;
            signal = other();
            claims.steps.begin();
            next = this::claim;
        }
    }

    /** A reply for the steps, together with the result of the call. */
    private record Asked<T>(T reply, ModelStore.Reply seen) {
        @Override
        public String toString() {
            return String.valueOf(reply);
        }
    }

    private <T> void ask(Request<T> request) {
        String own = owner;
        Signal of = signal;
        call(
                "asks to ",
                request.name(),
                redis -> {
                    ModelStore store = new ModelStore(redis, world, own, of);
                    return new Asked<>(request.call().apply(store), store.reply());
                },
                asked -> {
                    request.onReply().accept(asked.reply);
                    claims.checks.onReply(asked.seen, claims.steps);
                    next = this::claim;
                });
    }

    private void hold(Claim claim) {
        held = new Held(claim, deliverySteps(), new DeliveryCheck(), new ArrayList<>());
        next = this::deliver;
    }

    private DeliverySteps deliverySteps() {
        return world.mutant == Mutant.ACKNOWLEDGED_BEFORE_COMMIT ? new AcknowledgedFirst() : new DeliverySteps();
    }

    private static final class AcknowledgedFirst extends DeliverySteps {
        @Override
        protected Step after(Step done) {
            return switch (done) {
                case READ -> Step.ACKNOWLEDGE;
                case ACKNOWLEDGE -> Step.STORE;
                default -> Step.DONE;
            };
        }
    }

    private void deliver() {
        Held now = held;
        if (now == null) {
            next = this::claim;
            return;
        }
        switch (now.steps.next()) {
            case READ -> read(now);
            case STORE -> store(now);
            case ACKNOWLEDGE -> {
                String own = owner;
                SealedId id = now.claim.id();
                call("acknowledge ", id, redis -> redis.acknowledge(id, own), deleted -> isDone(now, true));
            }
            case RELEASE, DONE -> {
                leases.remove(now.claim.id());
                held = null;
                next = this::claim;
            }
        }
    }

    private void isDone(Held now, boolean isDone) {
        if (isDone) {
            now.steps.onDone();
        } else {
            now.steps.onFailure();
        }
        next = this::deliver;
    }

    private void read(Held now) {
        SealedId id = now.claim.id();
        call("read ", id, redis -> redis.range(id, (int) now.check.read(), PAGE), page -> {
            if (page.isEmpty()) {
                call("size ", id, redis -> now.check.isWhole(redis.size(id)), isWhole -> isDone(now, isWhole));
            } else {
                now.check.onPage(page.size());
                payloads(now, new ArrayDeque<>(page));
            }
        });
    }

    private void payloads(Held now, Deque<Map.Entry<String, Long>> page) {
        List<String> groups =
                page.stream().map(each -> ModelRedis.groupOf(each.getKey())).toList();
        SealedId id = now.claim.id();
        call("payloads ", id, redis -> redis.payloads(id, PAGE_BYTES, groups), payloads -> {
            for (byte[] payload : payloads) {
                Map.Entry<String, Long> counted = page.remove();
                now.rows.add(Map.entry(
                        new Identity(id.window(), counted.getKey(), serverOf(id), id.generation()),
                        new Row(counted.getValue(), payload != null)));
            }
            if (page.isEmpty()) {
                read(now);
            } else {
                payloads(now, page);
            }
        });
    }

    private String serverOf(SealedId id) {
        boolean isToldApart = world.mutant == Mutant.IDENTITY_WITH_SERVER && world.split.isOn() && isBehind;
        return isToldApart ? id.redisId() + "'" : id.redisId();
    }

    /**
     * Stores a delivery. The database may fail before the transaction or at its end; then it is unknown whether the
     * transaction was committed.
     */
    private void store(Held now) {
        boolean isKnown = !world.chance(world.plan.rate(Rate.DATABASE_TROUBLE));
        if (!isKnown) {
            world.inject(Fault.TRANSACTION_FAILS);
        }
        if (isKnown || world.chance(50)) {
            world.database.store(now.rows);
            world.say(name, "stores ", now.claim);
            world.stored(this);
        }
        if (isKnown) {
            isDone(now, true);
        } else {
            next = this::deliver;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
