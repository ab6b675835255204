// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.redis.ModelRedis;
import dev.centralog.internal.redis.ModelRedis.Applied;
import dev.centralog.internal.redis.ModelRedis.Batched;
import dev.centralog.simulation.Plan.Rate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Simulates two primaries: a lagging replica is promoted behind a partition. Half of the producers and gatherers are
 * behind it; all store into one database. Then one of the servers is emptied and follows the other one, or they stay
 * apart for good. Thread-safety: none.
 */
final class Split {
    private final World world;
    private final Map<Batched, List<Applied>> onLostSides = new HashMap<>();
    private boolean isOn;

    Split(World world) {
        this.world = world;
    }

    boolean isOn() {
        return isOn;
    }

    /** Returns the primary that is reached from that side. */
    ModelRedis primary(boolean isBehind) {
        return isOn && isBehind ? world.replicated : world.redis;
    }

    boolean isDrained() {
        return primary(false).state().isDrained() && primary(true).state().isDrained();
    }

    /** Runs one fault at random. */
    void goWrong() {
        if (!world.plan.splits()) {
            return;
        }
        if (isOn && world.random.nextInt(20) == 0) {
            join(world.random.nextBoolean());
        } else if (!isOn && world.chance(world.plan.rate(Rate.SPLITS))) {
            begin();
        } else if (world.random.nextInt(4) == 0) {
            world.replicate();
        }
    }

    private void begin() {
        world.say("the replica", "is promoted behind a partition", "");
        world.inject(Fault.SPLIT);
        world.replicated.promote(world.redis);
        world.network.split(true);
        isOn = true;
        for (Application each : world.applications) {
            if (each.isBehind) {
                move(each::cut, each::reconnect);
                each.books.rewound();
            }
        }
        for (Gatherer each : world.gatherers) {
            if (each.isBehind) {
                move(each::cut, each::reconnect);
            }
        }
    }

    private void move(Runnable cut, Runnable reconnect) {
        (world.random.nextBoolean() ? cut : reconnect).run();
    }

    /** Empties one of the two servers; it then follows the other one. */
    private void join(boolean isReplicaKept) {
        world.say("the partition", "ends, the promoted one is kept: ", isReplicaKept);
        world.inject(Fault.JOINED);
        ModelRedis lost = isReplicaKept ? world.redis : world.replicated;
        lost.state().applied.forEach((batched, applied) -> onLostSides
                .computeIfAbsent(batched, each -> new ArrayList<>())
                .add(applied));
        world.network.join(lost, world.chance(world.plan.rate(Rate.SILENCE)) ? 50 : 0);
        world.redis.replace(world.replicated, isReplicaKept);
        isOn = false;
        world.replicated.asReplica();
        world.replicate();
        for (Application each : world.applications) {
            if (each.books.isDead || each.isBehind != isReplicaKept) {
                each.books.rewound();
            }
        }
    }

    /** Ends the partition, or makes it permanent; one Redis or two are left. */
    void joinOrStay() {
        if (isOn && world.random.nextBoolean()) {
            join(world.random.nextBoolean());
        }
    }

    /** Returns where a batch is counted in the end, or null; a dead process's batch may be on either side. */
    @Nullable
    Applied applied(Batched batched, Application by) {
        Applied here = primary(by.isBehind).state().applied.get(batched);
        return here == null && by.books.isDead ? there(batched, by) : here;
    }

    private @Nullable Applied there(Batched batched, Application by) {
        return primary(!by.isBehind).state().applied.get(batched);
    }

    /** Returns the other places where a server that stored by itself has counted the batch. */
    List<Applied> elsewhere(Batched batched, Application by) {
        Applied here = applied(batched, by);
        List<Applied> all = new ArrayList<>(onLostSides.getOrDefault(batched, List.of()));
        Applied there = there(batched, by);
        if (there != null) {
            all.add(there);
        }
        all.removeIf(
                each -> here != null && each.window().equals(here.window()) && each.generation() == here.generation());
        return all;
    }
}
