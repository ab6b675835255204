// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

/** The number of times that a fault is injected: a few in {@code mvn verify}, many with the profile {@code faults}. */
public final class Faults {
    private Faults() {}

    /** Returns the number for this run. */
    public static int times(int shortForm, int longForm) {
        return isLong() ? longForm : shortForm;
    }

    /** Whether this run uses the long forms. */
    public static boolean isLong() {
        return "long".equals(System.getProperty("centralog.faults"));
    }
}
