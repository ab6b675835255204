// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes spills that die at a {@link CrashPoint}, as a killed process does: from then on nothing reaches the disk. */
public final class MortalSpill implements CrashPoint.Hook {
    private final CrashPoint deadly;
    private final List<CrashPoint> reached = new ArrayList<>();
    private int untilDeath;
    private boolean dead;

    /** Thrown out of the point where it dies, and out of all later ones. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed(CrashPoint point) {
            super(point.toString().toLowerCase(Locale.ROOT), null, false, false);
        }
    }

    MortalSpill(CrashPoint deadly, int occurrence) {
        this.deadly = deadly;
        this.untilDeath = occurrence;
    }

    /** Dies when that point is reached for the so manieth time. */
    public static MortalSpill at(String point, int occurrence) {
        return new MortalSpill(CrashPoint.valueOf(point), occurrence);
    }

    /** The names of all points. */
    public static List<String> points() {
        List<String> names = new ArrayList<>();
        for (CrashPoint each : CrashPoint.values()) {
            names.add(each.name());
        }
        return names;
    }

    @Override
    public synchronized void reached(CrashPoint point) {
        reached.add(point);
        if (dead || (point == deadly && --untilDeath == 0)) {
            dead = true;
            throw new Killed(point);
        }
    }

    public synchronized boolean isDead() {
        return dead;
    }

    synchronized List<CrashPoint> reached() {
        return List.copyOf(reached);
    }

    /** A spill with this fate; prefix {@code cl}. */
    public SpillStore open(Path root, long maxBytes, SpillListener listener) {
        try {
            return new SpillStore(root.toRealPath(), "cl", maxBytes, listener, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets go of what the operating system takes from a process that is killed: its locks. */
    public static void bury(SpillStore spill) {
        try {
            spill.die();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
