// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The maker of spills that die at a {@link CrashPoint}, as a killed process does: from then on nothing reaches the disk. */
public final class MortalSpill implements CrashPoint.Hook {
    private final CrashPoint deadly;
    private final List<CrashPoint> reached = new ArrayList<>();
    private int untilDeath;
    private boolean dead;

    /** The error at the point where a spill dies, and at all later ones. */
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

    /** Returns a fate: death when that point is reached for the {@code occurrence}th time. */
    public static MortalSpill at(String point, int occurrence) {
        return new MortalSpill(CrashPoint.valueOf(point), occurrence);
    }

    /** Returns the names of all points. */
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

    /** Opens a spill with this fate and the prefix {@code cl}. */
    public SpillStore open(Path root, long maxBytes, SpillListener listener) {
        try {
            return new SpillStore(root.toRealPath(), "cl", maxBytes, listener, this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Releases what the operating system takes from a process that is killed: its locks. */
    public static void bury(SpillStore spill) {
        try {
            spill.die();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
