// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests of each of the four figures, and of cases that belong to none. */
class BookTest {
    private final Book book = new Book();

    @Test
    void figures_allInPlace_areNone() {
        book.logged("a", 1, 1, 5);
        book.logged("a", 2, 2, 1);
        book.stored("a", 1, 2);
        book.stored("a", 1, 3);
        book.stored("a", 2, 1);

        assertThat(book.figures()).isEqualTo(Figures.NONE);
        assertThat(book.totalLogged()).isEqualTo(book.totalStored()).isEqualTo(6);
    }

    @Test
    void figures_lessStored_isLost() {
        book.logged("a", 1, 1, 5);
        book.stored("a", 1, 3);
        book.logged("b", 1, 1, 1);

        assertThat(book.figures()).isEqualTo(new Figures(3, 0, 0, 0));
    }

    @Test
    void find_windowsNotDue_areNeitherLostNorRight() {
        book.logged("a", 1, 1, 5);
        book.logged("a", 8, 8, 3);
        book.logged("a", 9, 9, 2);
        book.stored("a", 1, 4);
        book.stored("a", 9, 1);

        assertThat(book.find(9)).isEqualTo(new Book.Finding(new Figures(4, 0, 0, 0), 1));
        assertThat(book.find(8)).isEqualTo(new Book.Finding(new Figures(1, 0, 0, 0), 4));
        assertThat(book.find(Long.MAX_VALUE)).isEqualTo(new Book.Finding(new Figures(5, 0, 0, 0), 0));
    }

    /** Checks that dropped counts may belong to windows that are not due. */
    @Test
    void find_droppedOfWindowsNotDue_isNotDoubled() {
        book.logged("a", 1, 1, 5);
        book.logged("a", 9, 9, 3);
        book.stored("a", 1, 4);
        book.dropped(3);

        assertThat(book.find(9)).isEqualTo(new Book.Finding(Figures.NONE, 1));
        book.dropped(2);
        assertThat(book.find(9)).isEqualTo(new Book.Finding(new Figures(0, 1, 0, 0), 0));
    }

    @Test
    void figures_moreStored_isDoubled() {
        book.logged("a", 1, 1, 5);
        book.stored("a", 1, 7);
        book.stored("stranger", 4, 1);

        assertThat(book.figures()).isEqualTo(new Figures(0, 3, 0, 0));
    }

    @Test
    void figures_storedForAnotherName_isMisFolded() {
        book.logged("a", 1, 1, 5);
        book.logged("b", 1, 1, 5);
        book.stored("a", 1, 3);
        book.stored("b", 1, 7);

        assertThat(book.figures()).isEqualTo(new Figures(0, 0, 2, 0));
    }

    @Test
    void figures_storedForAnotherNameBesideACallAtTheEndOfASecond_isMisFolded() {
        book.logged("a", 1, 2, 1); // under way when a second ended, and stored in the later second
        book.logged("b", 2, 2, 5);
        book.stored("b", 2, 6);

        assertThat(book.figures()).isEqualTo(new Figures(0, 0, 1, 0));
    }

    /**
     * Checks calls that may be in either of two seconds: each of the two may take the other's place, and the one
     * without a place is in another window.
     */
    @Test
    void figures_storedForAnotherNameBesideCallsAtTheEndsOfTwoSeconds_isMisFolded() {
        book.logged("a", 1, 1, 3);
        book.logged("a", 1, 2, 1);
        book.logged("a", 2, 2, 3);
        book.logged("a", 2, 3, 1);
        book.logged("a", 3, 3, 3);
        book.stored("a", 1, 3); // one less
        book.stored("a", 2, 4);
        book.stored("a", 3, 3);
        book.logged("b", 1, 1, 5);
        book.stored("b", 1, 6); // one more

        assertThat(book.figures()).isEqualTo(new Figures(0, 0, 1, 0));
    }

    @Test
    void figures_rowWithAnothersEvent_isMisFolded() {
        book.logged("a", 1, 1, 5);
        book.stored("a", 1, 5);
        book.misplaced(5);

        assertThat(book.figures()).isEqualTo(new Figures(0, 0, 5, 0));
    }

    @Test
    void figures_storedInAnotherWindow_isMisWindowed() {
        book.logged("a", 1, 1, 5);
        book.stored("a", 1, 3);
        book.stored("a", 9, 2);

        assertThat(book.figures()).isEqualTo(new Figures(0, 0, 0, 2));
    }

    @Test
    void figures_storedInAnotherWindowWithFlag_areNone() {
        book.logged("a", 1, 1, 5);
        book.stored("a", 1, 3);
        book.storedElsewhere("a", 2);

        assertThat(book.figures()).isEqualTo(Figures.NONE);
    }

    @Test
    void figures_moreWithFlagThanMissing_isDoubled() {
        book.logged("a", 1, 1, 5);
        book.stored("a", 1, 5);
        book.storedElsewhere("a", 2);

        assertThat(book.figures()).isEqualTo(new Figures(0, 2, 0, 0));
    }

    @Test
    void figures_allAtOnce_areToldApart() {
        book.logged("lost", 1, 1, 1);
        book.stored("doubled", 2, 2);
        book.logged("from", 3, 3, 3);
        book.stored("to", 3, 3);
        book.logged("late", 4, 4, 4);
        book.stored("late", 5, 4);

        assertThat(book.figures()).isEqualTo(new Figures(1, 2, 3, 4));
    }

    @Test
    void figures_callThatSawTheSecondEnd_fitsEither() {
        for (long window : new long[] {1, 2}) {
            Book either = new Book();
            either.logged("a", 1, 2, 1);
            either.stored("a", window, 1);

            assertThat(either.figures()).isEqualTo(Figures.NONE);
        }
        book.logged("a", 1, 2, 1);
        book.stored("a", 3, 1);

        assertThat(book.figures()).isEqualTo(new Figures(0, 0, 0, 1));
    }

    @Test
    void figures_moreThatSawTheSecondEnd_arePlacedAsFits() {
        book.logged("a", 1, 2, 3);
        book.logged("a", 1, 1, 2);
        book.logged("a", 2, 2, 2);
        book.stored("a", 1, 4);
        book.stored("a", 2, 3);

        assertThat(book.figures()).isEqualTo(Figures.NONE);
    }

    @Test
    void figures_dropped_isNotLost() {
        book.logged("a", 1, 1, 5);
        book.stored("a", 1, 3);
        book.dropped(2);

        assertThat(book.figures()).isEqualTo(Figures.NONE);
    }

    @Test
    void figures_droppedAndStored_isDoubled() {
        book.logged("a", 1, 1, 5);
        book.stored("a", 1, 5);
        book.dropped(2);

        assertThat(book.figures()).isEqualTo(new Figures(0, 2, 0, 0));
    }

    @Test
    void figures_underWay_mayBeStoredOrNot() {
        book.underWay("a");
        assertThat(book.figures()).isEqualTo(Figures.NONE);

        book.stored("a", 1, 1);
        assertThat(book.figures()).isEqualTo(Figures.NONE);

        book.stored("a", 1, 1);
        assertThat(book.figures()).isEqualTo(new Figures(0, 1, 0, 0));
    }
}
