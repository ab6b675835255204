// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import java.util.List;

/** Ends a schedule: all faults end, no process logs any more, and everything that waits is shipped and gathered. */
final class Ending {
    private static final int MOST_ROUNDS = 300;
    private static final int STEPS_A_ROUND = 24;
    private static final long MOMENT_MILLIS = 100;

    /** A time longer than anything is held for. */
    private static final long LONG_MILLIS = 700_000;

    private final World world;

    Ending(World world) {
        this.world = world;
    }

    void run() {
        world.heal();
        if (world.disk.hasLeftOnes()) {
            world.start(false);
        }
        for (Application each : world.applications) {
            if (!each.books.isDead) {
                each.shipper.folders().close();
            }
        }
        for (int round = 0; round < MOST_ROUNDS && !isOver(); round++) {
            round();
        }
    }

    private boolean isOver() {
        return isShipped()
                && world.network.isQuiet()
                && world.split.isDrained()
                && world.gatherers.stream().allMatch(Gatherer::holdsNothing);
    }

    private boolean isShipped() {
        return world.applications.stream().allMatch(each -> each.books.isDead || each.isDone());
    }

    private void round() {
        boolean held = false;
        boolean shipped = isShipped();
        for (int i = 0; i < STEPS_A_ROUND; i++) {
            for (Application each : shipped ? List.<Application>of() : world.applications) {
                if (!each.books.isDead && !each.shipper.isWaiting()) {
                    each.step();
                }
            }
            for (Gatherer each : world.gatherers) {
                each.step();
                held |= !each.holdsNothing();
            }
            while (world.request()) {
                // everything under way arrives
            }
        }
        world.at(world.millis() + (held || !shipped ? MOMENT_MILLIS : LONG_MILLIS));
    }
}
