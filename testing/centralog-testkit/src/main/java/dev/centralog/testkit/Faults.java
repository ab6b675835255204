// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testkit;

/** How often a fault is injected: in {@code mvn verify} a few times, and many times behind the profile {@code faults}. */
public final class Faults {
    private Faults() {}

    /** The number for this run. */
    public static int times(int shortForm, int longForm) {
        return isLong() ? longForm : shortForm;
    }

    /** Whether this is a run of the long forms. */
    public static boolean isLong() {
        return "long".equals(System.getProperty("centralog.faults"));
    }
}
