// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.volume;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.BitSet;

/** The counts of one slice, and its pairs of user and action. */
final class SliceUsage {
    private final BitSet pairs = new BitSet();
    private long actions;
    private long values;
    private long sum;

    void add(int pair, Sums more) {
        pairs.set(pair);
        actions += more.actions;
        values += more.values;
        sum += more.sum;
    }

    /**
     * The sums of a slice or a part of it.
     *
     * @param values the number of actions with a value
     * @param sum the sum of these values
     */
    record Sums(long actions, long values, long sum) {
        static final Sums NONE = new Sums(0, 0, 0);

        /** Returns the sums of one action; a value of 0 means none. */
        static Sums ofOne(long value) {
            return new Sums(1, value == 0 ? 0 : 1, value);
        }

        Sums plus(Sums more) {
            return new Sums(actions + more.actions, values + more.values, sum + more.sum);
        }
    }

    void add(SliceUsage other) {
        pairs.or(other.pairs);
        actions += other.actions;
        values += other.values;
        sum += other.sum;
    }

    Sums sums() {
        return new Sums(actions, values, sum);
    }

    int activePairs() {
        return pairs.cardinality();
    }

    /** Whether both have the same counts, users and actions. */
    boolean isSame(SliceUsage other) {
        return sums().equals(other.sums()) && pairs.equals(other.pairs);
    }

    void write(DataOutputStream out) throws IOException {
        byte[] bits = pairs.toByteArray();
        out.writeLong(actions);
        out.writeLong(values);
        out.writeLong(sum);
        out.writeInt(bits.length);
        out.write(bits);
    }

    static SliceUsage read(DataInputStream in) throws IOException {
        SliceUsage usage = new SliceUsage();
        usage.actions = in.readLong();
        usage.values = in.readLong();
        usage.sum = in.readLong();
        usage.pairs.or(BitSet.valueOf(in.readNBytes(in.readInt())));
        return usage;
    }
}
