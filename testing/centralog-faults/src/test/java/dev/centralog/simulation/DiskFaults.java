// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.ship.WatchedDisk;
import dev.centralog.internal.spill.ModelDisk;
import dev.centralog.simulation.Plan.Rate;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Injects faults of a process's disk, and deaths of the process while it uses the disk. */
record DiskFaults(World world) implements ModelDisk.Faults {
    @Override
    public boolean refuses() {
        boolean refuses = world.chanceOf(world.plan.rate(Rate.DISK_TROUBLE));
        if (refuses) {
            world.inject(Fault.DISK_REFUSES);
        }
        return refuses;
    }

    @Override
    public void between() {
        if (world.chanceOf(world.plan.rate(Rate.DEATHS))) {
            throw new WatchedDisk.Killed();
        }
    }

    @Override
    public void reading() {
        if (world.chanceOf(world.plan.rate(Rate.DISK_TROUBLE))) {
            throw new UncheckedIOException(new IOException("can't be read now"));
        }
    }
}
