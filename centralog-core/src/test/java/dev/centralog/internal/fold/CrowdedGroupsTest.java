// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import static dev.centralog.internal.fold.DrainedFolder.secondsAgo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.EventView;
import dev.centralog.GroupBy;
import dev.centralog.Settings;
import dev.centralog.internal.ship.Producers;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of groups whose texts were made to have one hash: chains stay short, repeats are found, the law holds. */
class CrowdedGroupsTest {
    private static final int GROUPS = 20_000;
    private static final int LONGEST_CHAIN = 32;

    private final DrainedFolder folds = folds(GroupBy.CALL_SITE);
    private final long second = secondsAgo(0);

    private static DrainedFolder folds(GroupBy groupBy) {
        return new DrainedFolder(256 << 20, CentralogConfig.defaults().with(Settings.GROUP_BY, groupBy));
    }

    /** The part of an event that contains the text that outsiders choose. */
    @SuppressWarnings("ImmutableEnumChecker") // views have no state
    enum Place {
        TEMPLATE(GroupBy.CALL_SITE, new TestEvent.View()),
        TEMPLATE_ALONE(GroupBy.TEMPLATE, new TestEvent.View()),
        LOGGER(GroupBy.CALL_SITE, new TestEvent.View() {
            @Override
            public String logger(TestEvent event) {
                return event.template();
            }

            @Override
            public String template(TestEvent event) {
                return "one for all";
            }
        }),
        MESSAGE(GroupBy.MESSAGE, new TestEvent.View() {
            @Override
            public String template(TestEvent event) {
                return "{}";
            }
        });

        private final GroupBy groupBy;
        private final EventView<TestEvent> view;

        Place(GroupBy groupBy, EventView<TestEvent> view) {
            this.groupBy = groupBy;
            this.view = view;
        }
    }

    @ParameterizedTest
    @EnumSource
    void groups_withTextsOfOneHash_areSpreadAndFound(Place place) {
        DrainedFolder crowded = folds(place.groupBy);
        for (int i = 0; i < GROUPS; i++) {
            crowded.fold(TestEvent.of(CollidingTexts.number(i), second), place.view);
            EventEntry fresh = crowded.table.fresh();
            assertThat(fresh).isNotNull();
            assertThat(chainFrom(fresh.group())).isBetween(1, LONGEST_CHAIN);
        }
        for (int i = 0; i < GROUPS; i++) {
            crowded.fold(TestEvent.of(CollidingTexts.number(i), second), place.view);
        }

        assertThat(crowded.counters.opened.sum()).isEqualTo(GROUPS);
        assertThat(crowded.counters.folded()).isEqualTo(GROUPS);
        assertThat(crowded.table.groups()).isEqualTo(GROUPS);
    }

    /** Returns the length of a chain from its head, which is the new group. */
    private static int chainFrom(EventGroup head) {
        int length = 0;
        for (EventGroup each = head; each != null; each = each.next()) {
            length++;
        }
        return length;
    }

    /** Removes the groups that sent a group to another chain; the group is then searched for in its usual chain. */
    @Test
    void group_whoseCrowdHasGone_isCountedOnceAllTheSame() {
        for (int i = 0; i < SeededHash.CROWD; i++) {
            folds.fold(CollidingTexts.number(i), secondsAgo(10));
        }
        folds.fold(CollidingTexts.number(100), secondsAgo(-8));
        folds.drain();
        assertThat(folds.table.groups()).isEqualTo(1);

        folds.fold(CollidingTexts.number(100), secondsAgo(-8));
        folds.drain();

        assertThat(folds.repeats()).isEqualTo(SeededHash.CROWD + 2);
        assertThat(folds.windows.abandon()).isZero();
        assertThat(folds.table.groups()).isZero();
        assertThat(folds.budget.used()).isZero();
    }

    @Test
    void crowds_thatComeAndGoUnderTheirWriters_keepTheLaw() throws InterruptedException {
        int eventsEach = 30_000;
        ExecutorService writers = Producers.startOnThreads(4, writer -> IntStream.range(0, eventsEach)
                .forEach(i -> folds.fold(CollidingTexts.number(i * 7 % 25), secondsAgo(10))));
        while (!writers.isTerminated()) {
            folds.drain();
        }
        folds.drain();

        assertThat(folds.repeats()).isEqualTo(4L * eventsEach);
        assertThat(folds.counters.dropped()).isEmpty();
        assertThat(folds.table.groups()).isZero();
        assertThat(folds.budget.used()).isZero();
    }
}
