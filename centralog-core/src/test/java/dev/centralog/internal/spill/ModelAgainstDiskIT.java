// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of the simulation against the real one: processes that live and die make the same calls, and get the same replies.
 */
class ModelAgainstDiskIT {
    private static final int RUNS = 40;
    private static final int CALLS = 60;

    @TempDir
    Path root;

    /** A process that spills to both disks. */
    private static final class Spilling {
        final String name;
        final SpillStore real;
        final DiskQueue model;
        long lastWritten;
        int unconfirmed;

        Spilling(String name, SpillStore real, DiskQueue model) {
            this.name = name;
            this.real = real;
            this.model = model;
        }
    }

    @Test
    void calls_atRandom_areTheSame() throws IOException {
        for (int seed = 0; seed < RUNS; seed++) {
            run(seed, Files.createDirectory(root.resolve("run" + seed)));
        }
    }

    /**
     * Makes calls on both disks. In every second run files can't be deleted now and then, which no caller sees; in the
     * others, some records that are read are no batches.
     */
    private static void run(int seed, Path directory) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom refusals = new SplittableRandom(seed);
        CrashPoint.Hook hook = point -> {
            if (point == CrashPoint.BEFORE_DELETE && seed % 2 == 1 && refusals.nextInt(3) > 0) {
                throw new IOException("not permitted");
            }
        };
        SpillRecords told = new SpillRecords();
        ModelDisk disk = new ModelDisk();
        List<Path> inOrder = new ArrayList<>();
        Spilling process =
                start("p0", new SpillStore(directory.toRealPath(), "cl", SpillRecords.ROOM, told, hook), disk);
        boolean isRejected = false;
        for (int i = 0; i < CALLS; i++) {
            String at = "seed " + seed + ", call " + i;
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> {
                    SpillRecord record = SpillRecords.record(process.name, ++process.lastWritten);
                    assertThat(process.real.append(record)).as(at).isEqualTo(process.model.append(record));
                }
                case 3, 4 -> {
                    int found = read(process, at);
                    if (found == 1 && seed % 4 > 1 && random.nextInt(4) == 0) {
                        process.real.rejectLast();
                        process.model.rejectLast();
                        isRejected = true;
                        found = 0;
                    }
                    process.unconfirmed += found;
                }
                case 5, 6 -> {
                    if (process.unconfirmed > 0) {
                        process.unconfirmed--;
                        process.real.confirmFirst();
                        process.model.confirmFirst();
                    }
                }
                case 7 -> {
                    if (random.nextBoolean()) {
                        rewind(process);
                    } else {
                        rename(process, i, random);
                    }
                }
                default -> {
                    if (random.nextInt(4) == 0) {
                        inOrder = directories(directory, inOrder);
                        process.real.die();
                        process.model.close();
                        process = start(
                                "p" + i,
                                new SpillStore(directory.toRealPath(), "cl", SpillRecords.ROOM, told, hook),
                                disk);
                    }
                }
            }
            inOrder = directories(directory, inOrder);
            if (!isRejected) { // a damaged record leaves the disk when it was read over, and the model at once
                assertThat(process.real.isEmpty()).as(at).isEqualTo(process.model.isEmpty());
                assertThat(process.real.hasUnread()).as(at).isEqualTo(process.model.hasUnread());
            }
        }
        process.real.close();
        told.troubles.removeIf(kind -> seed % 2 == 1 && kind.equals("spillDelete"));
        boolean wasRejected = isRejected;
        told.troubles.removeIf(kind -> wasRejected && kind.equals("spillDamaged"));
        assertThat(told.troubles).as("seed " + seed).isEmpty();
    }

    private static Spilling start(String name, SpillStore store, ModelDisk disk) {
        Spilling process = new Spilling(name, store, disk.open(new ModelDisk.Faults() {}));
        process.real.adopt();
        process.model.adopt();
        return process;
    }

    private static int read(Spilling process, String at) {
        String found = text(process.real.next());
        assertThat(found).as(at).isEqualTo(text(process.model.next()));
        return found.isEmpty() ? 0 : 1;
    }

    private static String text(DiskQueue.@Nullable ReadRecord found) {
        return found == null
                ? ""
                : found.isOwn() + " " + SpillRecords.text(found.record()) + " " + Arrays.toString(found.note());
    }

    private static void rewind(Spilling process) {
        process.unconfirmed = 0;
        process.real.rewind();
        process.model.rewind();
    }

    private static void rename(Spilling process, int call, SplittableRandom random) {
        String producer = random.nextBoolean() ? process.name : "p0";
        long first = random.nextLong(1, 6);
        long start = random.nextLong(1, 4);
        process.real.rename(producer, first, "q" + call, start);
        process.model.rename(producer, first, "q" + call, start);
        byte[] note = {(byte) call};
        String noted = random.nextBoolean() ? producer : "q" + call;
        process.real.note(noted, note);
        process.model.note(noted, note);
    }

    /**
     * Returns the directories in the order in which they were made, with dates in that order: the oldest one is adopted
     * first.
     */
    private static List<Path> directories(Path root, List<Path> before) throws IOException {
        List<Path> inOrder = new ArrayList<>(before);
        try (var found = Files.list(root)) {
            found.filter(each -> Files.isDirectory(each) && !before.contains(each))
                    .forEach(inOrder::add);
        }
        inOrder.removeIf(each -> !Files.isDirectory(each));
        for (int i = 0; i < inOrder.size(); i++) {
            Files.setLastModifiedTime(inOrder.get(i), FileTime.fromMillis(1_000_000_000L + i));
        }
        return inOrder;
    }
}
