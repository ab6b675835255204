// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.wire.ReservedGroups;
import dev.centralog.simulation.Books.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Compares the counts that should be in each place with those that are there. */
final class Comparison {
    private final Map<Place, Cell> cells = new HashMap<>();

    private static final class Cell {
        final Place place;
        long least;
        long most;
        long found;

        Cell(Place place) {
            this.place = place;
        }

        long missing() {
            return Math.max(0, least - found);
        }

        long tooMany() {
            return Math.max(0, found - most);
        }

        @Override
        public String toString() {
            return place + ": " + found + " found of " + least + (most == least ? "" : " to " + most);
        }
    }

    private Cell cell(Place place) {
        return cells.computeIfAbsent(place, Cell::new);
    }

    /** Adds a count that should be there. */
    void expect(Place place, long count) {
        Cell cell = cell(place);
        cell.least += count;
        cell.most += count;
    }

    /** Adds a count that may be there. */
    void allow(Place place, long count) {
        cell(place).most += count;
    }

    void find(Place place, long count) {
        cell(place).found += count;
    }

    /** Returns the places whose counts differ. */
    List<String> wrong() {
        explainOverflow();
        return wrongCells().stream().map(Cell::toString).sorted().toList();
    }

    private List<Cell> wrongCells() {
        List<Cell> wrong = new ArrayList<>();
        for (Cell cell : cells.values()) {
            if (cell.missing() > 0 || cell.tooMany() > 0) {
                wrong.add(cell);
            }
        }
        return wrong;
    }

    /** Returns the differences. A surplus is matched with a missing count where it may stand for it. */
    Figures figures() {
        List<Cell> wrong = wrongCells();
        if (wrong.isEmpty()) {
            return Figures.NONE;
        }
        explainOverflow();
        long misWindowed = match(wrong, cell -> cell.place.group());
        long misFolded = match(wrong, cell -> cell.place.window());
        long lost = 0;
        long doubled = 0;
        for (Cell cell : wrong) {
            lost += cell.missing();
            doubled += cell.tooMany();
        }
        return new Figures(lost, doubled, misFolded, misWindowed, 0, 0);
    }

    /** Moves what exceeds the cap: groups beyond it are counted together in their window. */
    private void explainOverflow() {
        for (Cell overflow : cells.values()) {
            if (!overflow.place.group().equals(ReservedGroups.OVERFLOW)) {
                continue;
            }
            move(overflow, Cell::missing);
            move(overflow, cell -> Math.max(0, cell.most - cell.found));
        }
    }

    private void move(Cell overflow, ToLongFunction<Cell> room) {
        for (Cell other : cells.values()) {
            if (other.place.window().equals(overflow.place.window()) && other != overflow) {
                long moved = Math.min(overflow.found, room.applyAsLong(other));
                overflow.found -= moved;
                other.found += moved;
            }
        }
    }

    private static long match(List<Cell> wrong, Function<Cell, Object> alike) {
        long matched = 0;
        for (Cell surplus : wrong) {
            for (Cell deficit : wrong) {
                long both = Math.min(surplus.tooMany(), deficit.missing());
                if (both > 0 && alike.apply(surplus).equals(alike.apply(deficit))) {
                    surplus.found -= both;
                    deficit.found += both;
                    matched += both;
                }
            }
        }
        return matched;
    }
}
