// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes spills that die at a {@link SpillPoint}, as a killed process does: from then on nothing reaches the disk. */
public final class MortalSpill implements SpillPoint.Hook {
    private final SpillPoint deadly;
    private final List<SpillPoint> reached = new ArrayList<>();
    private int untilDeath;
    private boolean dead;

    /** Thrown out of the point where it dies, and out of all later ones. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed(SpillPoint point) {
            super(point.toString().toLowerCase(Locale.ROOT), null, false, false);
        }
    }

    MortalSpill(SpillPoint deadly, int occurrence) {
        this.deadly = deadly;
        this.untilDeath = occurrence;
    }

    /** Dies when that point is reached for the so manieth time. */
    public static MortalSpill at(String point, int occurrence) {
        return new MortalSpill(SpillPoint.valueOf(point), occurrence);
    }

    /** The names of all points. */
    public static List<String> points() {
        List<String> names = new ArrayList<>();
        for (SpillPoint each : SpillPoint.values()) {
            names.add(each.name());
        }
        return names;
    }

    @Override
    public synchronized void reached(SpillPoint point) {
        reached.add(point);
        if (dead || (point == deadly && --untilDeath == 0)) {
            dead = true;
            throw new Killed(point);
        }
    }

    public synchronized boolean isDead() {
        return dead;
    }

    synchronized List<SpillPoint> reached() {
        return List.copyOf(reached);
    }

    /** A spill with this fate; prefix {@code cl}. */
    public Spill open(Path root, long maxBytes, SpillListener listener) {
        try {
            return new Spill(root.toRealPath(), "cl", maxBytes, listener, this);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Lets go of what the operating system takes from a process that is killed: its locks. */
    public static void bury(Spill spill) {
        try {
            spill.die();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
