// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.CentralogException;
import dev.centralog.internal.gather.DueWindows;
import dev.centralog.internal.gather.DueWindows.Candidate;
import dev.centralog.internal.gather.DueWindows.Expired;
import dev.centralog.internal.gather.DueWindows.Unsealed;
import dev.centralog.internal.gather.WindowTimes;
import dev.centralog.internal.redis.RedisGatherStore.StreamSnapshot;
import dev.centralog.internal.redis.SealedId;
import dev.centralog.internal.wire.Window;
import dev.centralog.internal.wire.Window.Signal;
import dev.centralog.simulation.Database.Identity;
import dev.centralog.simulation.Database.Row;
import dev.centralog.simulation.ModelRedis.Sealing;
import dev.centralog.simulation.Network.Call;
import dev.centralog.simulation.Network.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A gatherer: looks, takes what is due, confirms it, reads it page by page, stores it, acknowledges it. What is due is told
 * by the real {@link DueWindows}; the rest models {@code WindowClaimer} and {@code GatherLoop}, which wait for each answer:
 * here each answer brings the next step, and between two of them anything may happen. Both streams take turns.
 */
final class Gatherer {
    private static final int PAGE = 2;
    private static final int PAGE_BYTES = 10;
    private static final long LEASE_MILLIS = 15_000;
    private static final long LATE_HOLD_MILLIS = 3000;
    private static final long SLICE_SECONDS = 600;
    private static final DueWindows DUE = new DueWindows(new Times(), LEASE_MILLIS);

    private final String name;
    private final World world;
    private final Deque<Claim> taken = new ArrayDeque<>();
    private @Nullable Link link;
    private @Nullable Claim held;
    private @Nullable Runnable next = this::look;
    private @Nullable SealedId takenLast;
    private Signal stream = Signal.ACTIONS;
    private String owner;
    private int lives;
    private int attempt;

    private record Claim(SealedId id, String source) {}

    private static final class Times implements WindowTimes {
        @Override
        public long graceSeconds(Window window) {
            return Gatherer.graceSeconds(window);
        }

        @Override
        public long lateHoldMillis(Window window) {
            return window.stream() == Signal.EVENTS ? LATE_HOLD_MILLIS : SLICE_SECONDS * 1000;
        }
    }

    Gatherer(String name, World world) {
        this.name = name;
        this.world = world;
        owner = name;
    }

    boolean isWaiting() {
        return next == null;
    }

    boolean holdsNothing() {
        return held == null && taken.isEmpty();
    }

    void step() {
        Runnable now = next;
        if (now == null) {
            return;
        }
        next = null;
        try {
            now.run();
        } catch (CentralogException away) {
            giveUp();
        }
    }

    /** The process is killed, and another one started. */
    void die() {
        lives++;
        owner = name + "#" + lives;
        taken.clear();
        giveUp();
        cut();
    }

    /** The answer that is waited for does not come in time. */
    void giveUp() {
        attempt++;
        held = null;
        next = taken.isEmpty() ? this::look : this::confirm;
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

    /** At a third of a lease's length. */
    void keepLeases() {
        if (link == null || !link.isOpen) {
            return;
        }
        List<Claim> all = new ArrayList<>(taken);
        if (held != null) {
            all.add(held);
        }
        String own = owner;
        for (Claim claim : all) {
            Function<ModelRedis, Long> script = redis -> redis.extend(claim.id, own, LEASE_MILLIS);
            world.network.send(link, new Call<>("extend ", claim.id, script, kept -> {}, lost -> {}));
        }
    }

    private <T> void call(String what, Object of, Function<ModelRedis, T> script, Consumer<T> then) {
        if (link == null || !link.isOpen) {
            link = world.network.connect(name);
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

    private void look() {
        stream = stream == Signal.EVENTS ? Signal.ACTIONS : Signal.EVENTS;
        Signal of = stream;
        call("look at ", of, redis -> redis.look(of), look -> takeFirst(look, new ArrayDeque<>(DUE.in(look))));
    }

    private static long graceSeconds(Window window) {
        return window.stream() == Signal.EVENTS ? 1 : window.seconds();
    }

    private void takeFirst(StreamSnapshot look, Deque<Candidate> due) {
        Candidate first = due.poll();
        if (first == null) {
            next = taken.isEmpty() ? this::look : this::confirm;
        } else if (first instanceof Expired expired) {
            SealedId id = expired.id();
            String own = owner;
            call("take ", id, redis -> redis.take(id, own, LEASE_MILLIS), attempts -> {
                if (attempts > 0) {
                    claimed(look, id);
                }
                goOnTaking(look, due);
            });
        } else {
            Window window = ((Unsealed) first).window();
            call(
                    "generations ",
                    window,
                    redis -> redis.generations(window),
                    before -> seal(look, new SealedId(window, before + 1), due));
        }
    }

    private void seal(StreamSnapshot look, SealedId id, Deque<Candidate> due) {
        Window window = id.window();
        Sealing how = new Sealing(owner, graceSeconds(window), LEASE_MILLIS, window.generationLifeSeconds());
        call("seal ", id, redis -> redis.seal(id, how), groups -> {
            if (groups >= 0) {
                claimed(look, id);
            }
            goOnTaking(look, due);
        });
    }

    private void claimed(StreamSnapshot look, SealedId id) {
        taken.add(new Claim(id, look.source()));
        takenLast = id;
    }

    private void goOnTaking(StreamSnapshot look, Deque<Candidate> due) {
        if (taken.size() < world.plan.takenAtOnce(stream)) {
            takeFirst(look, due);
        } else {
            confirm();
        }
    }

    /** Nothing that a failover can undo is stored. */
    private void confirm() {
        SealedId last = takenLast;
        if (!world.plan.waits() || world.mutant == Mutant.STORED_WITHOUT_WAIT || last == null) {
            readNext();
            return;
        }
        String own = owner;
        call(
                "extend ",
                last,
                redis -> redis.extend(last, own, LEASE_MILLIS),
                extended -> call(
                        "wait behind ",
                        last,
                        redis -> world.replicaCatchesUp(),
                        done -> next = done ? this::readNext : this::confirm));
    }

    private void readNext() {
        Claim claim = taken.poll();
        held = claim;
        if (claim == null) {
            next = this::look;
        } else {
            read(claim, new ArrayList<>());
        }
    }

    private void read(Claim claim, List<Map.Entry<Identity, Row>> rows) {
        SealedId id = claim.id;
        call("read ", id, redis -> redis.range(id, rows.size(), PAGE), page -> {
            if (page.isEmpty()) {
                boolean isChecked = world.mutant != Mutant.SOURCE_UNCHECKED;
                call("size ", id, redis -> isChecked && !redis.isSource(claim.source) ? 0 : redis.size(id), size -> {
                    if (size == rows.size() && size > 0) {
                        complete(claim, rows);
                    } else {
                        release();
                    }
                });
            } else {
                payloads(claim, rows, new ArrayDeque<>(page));
            }
        });
    }

    private void payloads(Claim claim, List<Map.Entry<Identity, Row>> rows, Deque<Map.Entry<String, Long>> page) {
        List<String> groups = page.stream().map(Map.Entry::getKey).toList();
        SealedId id = claim.id;
        call("payloads ", id, redis -> redis.payloads(id, PAGE_BYTES, groups), payloads -> {
            for (byte[] payload : payloads) {
                Map.Entry<String, Long> counted = page.remove();
                rows.add(Map.entry(
                        new Identity(id.window(), counted.getKey(), claim.source, id.generation()),
                        new Row(counted.getValue(), payload != null)));
            }
            if (page.isEmpty()) {
                read(claim, rows);
            } else {
                payloads(claim, rows, page);
            }
        });
    }

    private void complete(Claim claim, List<Map.Entry<Identity, Row>> rows) {
        if (world.mutant == Mutant.ACKNOWLEDGED_BEFORE_COMMIT) {
            acknowledge(claim, () -> {
                world.database.store(rows);
                release();
            });
        } else {
            next = () -> store(claim, rows);
        }
    }

    /** The database may be away, before the transaction or at its end: then it is not known whether it was committed. */
    private void store(Claim claim, List<Map.Entry<Identity, Row>> rows) {
        boolean isKnown = !world.chance(world.plan.databaseTrouble());
        if (!isKnown) {
            world.inject(Fault.TRANSACTION_FAILS);
        }
        if (isKnown || world.chance(50)) {
            world.database.store(rows);
            world.say(name, "stores ", claim);
            world.stored(this);
        }
        next = isKnown ? () -> acknowledge(claim, this::release) : () -> store(claim, rows);
    }

    private void acknowledge(Claim claim, Runnable then) {
        String own = owner;
        call("acknowledge ", claim.id, redis -> redis.acknowledge(claim.id, own), deleted -> then.run());
    }

    private void release() {
        held = null;
        next = taken.isEmpty() ? this::look : this::readNext;
    }

    @Override
    public String toString() {
        return name;
    }
}
