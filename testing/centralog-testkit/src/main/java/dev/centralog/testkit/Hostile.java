// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

/** Objects that an application may log, and whose {@code toString()} fails. */
public final class Hostile {
    private Hostile() {}

    /** An object that throws an exception. */
    public static final class Throwing {
        @Override
        public String toString() {
            throw new IllegalStateException("deliberate");
        }
    }

    /** An object that throws an error. */
    public static final class Overflowing {
        @Override
        public String toString() {
            throw new StackOverflowError("deliberate");
        }
    }

    /** A number that throws an exception. */
    public static final class ThrowingNumber extends Number {
        private static final long serialVersionUID = 1;

        @Override
        public int intValue() {
            return 1;
        }

        @Override
        public long longValue() {
            return 1;
        }

        @Override
        public float floatValue() {
            return 1;
        }

        @Override
        public double doubleValue() {
            return 1;
        }

        @Override
        public String toString() {
            throw new IllegalStateException("deliberate");
        }
    }
}
