// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.size;

import java.util.EnumMap;
import java.util.Map;

/** The amount of each quantity, in a second or in some time. */
public record Amounts(Map<Quantity, Double> of) {
    public Amounts {
        of = Map.copyOf(of);
    }

    /** Returns amounts in the order of the quantities. */
    public static Amounts of(double... inOrder) {
        Map<Quantity, Double> amounts = new EnumMap<>(Quantity.class);
        int place = 0;
        for (Quantity each : Quantity.values()) {
            amounts.put(each, inOrder[place]);
            place++;
        }
        return new Amounts(amounts);
    }

    /** Returns how much there is of a quantity. */
    public double of(Quantity quantity) {
        return of.getOrDefault(quantity, 0.0);
    }
}
