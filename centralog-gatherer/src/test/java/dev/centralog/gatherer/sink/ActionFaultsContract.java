// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import static dev.centralog.gatherer.sink.Slices.action;
import static dev.centralog.gatherer.sink.Slices.first;
import static dev.centralog.gatherer.sink.Slices.unreadable;
import static dev.centralog.gatherer.sink.Slices.values;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.ActionTotals;
import dev.centralog.CentralogException;
import dev.centralog.gather.ActionWire;
import dev.centralog.gather.GatheredAction;
import dev.centralog.gatherer.stored.ActionQuery;
import dev.centralog.gatherer.stored.DeadLetter;
import dev.centralog.gatherer.stored.DeadLetters;
import dev.centralog.gatherer.stored.StoredAction;
import dev.centralog.gatherer.stored.StoredActions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link ActionSinkContract} that tests the promises of every {@link Sink} of actions when something fails. */
public abstract class ActionFaultsContract {
    private static final List<String> SQLITE_WRITES = List.of("INSERT", "UPDATE");

    private @Nullable String url;
    private @Nullable Sinks sinks;

    /** Returns the JDBC URL of a database with tables and no rows, a new one in each call. */
    protected abstract String emptyDatabase();

    /** Returns the JDBC URL of a database without tables, a new one in each call. */
    protected abstract String withoutTables();

    /** Makes the database refuse rows of a table with that value. */
    protected final void refuse(String table, String column, String value) {
        if (!url().startsWith(SqliteDatabase.URL_START)) {
            Sql.execute(
                    url(), "ALTER TABLE " + table + " ADD CONSTRAINT refuse CHECK (" + column + " <> '" + value + "')");
            return;
        }
        for (String write : SQLITE_WRITES) {
            Sql.execute(
                    url(),
                    "CREATE TRIGGER refuse_" + write + "_" + table + " BEFORE " + write + " ON " + table + " WHEN new."
                            + column + " = '" + value + "' BEGIN SELECT raise(ABORT, 'no such thing here'); END");
        }
    }

    /** Removes the rule that {@link #refuse} has made for {@code actions}. */
    protected final void allowAll() {
        if (!url().startsWith(SqliteDatabase.URL_START)) {
            Sql.execute(url(), "ALTER TABLE actions DROP CONSTRAINT refuse");
            return;
        }
        for (String write : SQLITE_WRITES) {
            Sql.execute(url(), "DROP TRIGGER refuse_" + write + "_actions");
        }
    }

    @BeforeEach
    void openSinks() {
        url = emptyDatabase();
        sinks = Sinks.open(target());
    }

    /** Goes on with a database without tables. */
    protected final void startWithoutTables() {
        closeSinks();
        url = withoutTables();
        sinks = Sinks.open(target());
    }

    @AfterEach
    void closeSinks() {
        Objects.requireNonNull(sinks).close();
    }

    protected final String url() {
        return Objects.requireNonNull(url);
    }

    protected final Sink<SealedSlice> sink() {
        return Objects.requireNonNull(sinks).actions();
    }

    protected final SinkTarget target() {
        return new SinkTarget(url(), "", "", (severity, message, cause) -> {});
    }

    /** Returns the rows of the view, the highest count first. */
    protected final List<StoredAction> stored() {
        try (StoredActions actions = StoredActions.open(target())) {
            return actions.last(ActionQuery.ALL, 1_000_000);
        }
    }

    protected final ActionTotals storedTotals() {
        assertThat(stored()).hasSize(1);
        return stored().get(0).totals();
    }

    protected final List<String> rows() {
        return Sql.rows(url(), "SELECT * FROM actions ORDER BY id");
    }

    @Test
    void store_readingFailsInTheMiddle_storesNothingAndSaysWhy() {
        List<GatheredAction> actions = IntStream.range(0, 5_000)
                .mapToObj(i -> action("user " + i, "view", 1))
                .toList();
        Iterable<GatheredAction> broken = () -> breakingAt(4_000, actions.iterator());

        for (int attempt = 1; attempt <= 2; attempt++) {
            SealedSlice slice = Slices.of(attempt, broken);
            assertThatThrownBy(() -> sink().store(slice))
                    .isInstanceOf(CentralogException.class)
                    .hasMessage("Redis is away");
            assertThat(Sql.number(url(), "SELECT count(*) FROM actions")).isZero();
        }
        sink().store(Slices.of(3, actions));

        assertThat(Sql.number(url(), "SELECT count(*) FROM actions")).isEqualTo(5_000);
    }

    private static Iterator<GatheredAction> breakingAt(int number, Iterator<GatheredAction> all) {
        return runningAt(number, all, () -> {
            throw new CentralogException("Redis is away");
        });
    }

    /** Returns an iterator that runs an action before it returns the item of that number. */
    private static Iterator<GatheredAction> runningAt(int number, Iterator<GatheredAction> all, Runnable what) {
        return new Iterator<>() {
            private int read;

            @Override
            public boolean hasNext() {
                if (read == number) {
                    what.run();
                }
                return all.hasNext();
            }

            @Override
            public GatheredAction next() {
                read++;
                return all.next();
            }
        };
    }

    /** Ends the sinks' connections, whatever they are doing. */
    protected abstract void cutConnections();

    /** Tests both ways of writing: a first attempt uses COPY, if the database has it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void store_cutInEveryChunk_storesNothingAndThenAll(int attempts) {
        int chunkRows = 2048;
        List<GatheredAction> actions = IntStream.range(0, 2 * chunkRows + 10)
                .mapToObj(i -> action("user " + i, "view", 2, values(1, "3", "3", "3")))
                .toList();

        for (int before = 1; before <= actions.size(); before += chunkRows) {
            int here = before;
            SealedSlice slice = Slices.of(attempts, () -> runningAt(here, actions.iterator(), this::cutConnections));
            assertThatThrownBy(() -> sink().store(slice)).isInstanceOf(CentralogException.class);
            assertThat(Sql.number(url(), "SELECT count(*) FROM actions")).isZero();
        }
        sink().store(Slices.of(attempts, actions));

        assertThat(Sql.rows(url(), "SELECT count(*), sum(count), sum(value_sum) FROM actions"))
                .containsExactly(actions.size() + "|" + 2 * actions.size() + "|" + 3 * actions.size());
    }

    /** Returns whether the database allows one writer at a time, which shuts out all others from the start. */
    protected boolean hasOneWriter() {
        return false;
    }

    @Test
    void store_takenOverMeanwhile_changesNothingWhenItComesBack() {
        Assumptions.assumeFalse(hasOneWriter(), "nobody can store meanwhile");
        List<GatheredAction> actions =
                List.of(action("bob", "buy", 5, values(5, "55", "4", "16")), unreadable("eve", "buy", 3, "?"));
        List<String> ofSuccessor = new ArrayList<>();
        Runnable takeOver = () -> {
            try (Sinks successor = Sinks.open(target())) {
                successor.actions().store(Slices.of(2, actions));
            }
            ofSuccessor.clear();
            ofSuccessor.addAll(rows());
        };

        sink().store(Slices.of(1, () -> runningAt(2, actions.iterator(), takeOver)));

        assertThat(ofSuccessor).hasSize(2);
        assertThat(rows()).isEqualTo(ofSuccessor);
    }

    /** Sets the database so that a connection loses its transaction if it sleeps in it for a second. */
    protected abstract void forbidLongIdling();

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void store_frozenInTheMiddle_letsItsSuccessorInAndTriesAgain(int attempts) {
        Assumptions.assumeFalse(hasOneWriter(), "only the end of its process opens the file to others");
        sink().prepare();
        sink().close();
        forbidLongIdling();
        List<GatheredAction> actions = IntStream.range(0, 5_000)
                .mapToObj(i -> action("user " + i, "view", 1))
                .toList();
        Runnable successor = () -> {
            try (Sinks sinks = Sinks.open(target())) {
                sinks.actions().store(Slices.of(3, actions));
            }
        };

        SealedSlice frozen = Slices.of(attempts, () -> runningAt(4_000, actions.iterator(), successor));

        assertThatThrownBy(() -> sink().store(frozen))
                .isInstanceOfSatisfying(
                        SinkException.class, thrown -> assertThat(thrown.kind()).isEqualTo(SinkException.Kind.AWAY));
        assertThat(Sql.number(url(), "SELECT count(*) FROM actions")).isEqualTo(5_000);
        assertThat(sink().store(Slices.of(4, actions)))
                .isEqualTo(new Stored(5_000, 5_000, 5_000, 0, Map.of(), Map.of()));
    }

    @Test
    void store_overflow_isFlagged() {
        GatheredAction beyond = new GatheredAction(
                Slices.START,
                Slices.LENGTH,
                GatheredAction.OVERFLOW,
                GatheredAction.OVERFLOW,
                Windows.FIRST,
                9,
                values(2, "3", "1", "2"),
                GatheredAction.Flag.OVERFLOW,
                null);

        for (int attempts = 1; attempts <= 2; attempts++) {
            sink().store(Slices.of(attempts, List.of(beyond)));

            assertThat(Sql.rows(url(), "SELECT user_id, action_id, count, value_sum, flag FROM action_slice"))
                    .containsExactly("~overflow|~overflow|9|3|overflow");
        }
    }

    @Test
    void store_namesTheDatabaseRefuses_areStoodInForAndToldByTheDeadLetter() {
        sink().prepare();
        refuse("actions", "user_id", "poison");
        ActionTotals totals = values(2, "3", "1", "2");
        SealedSlice slice = first(action("bob", "view", 3), action("poison", "buy", 5, totals));

        Stored stored = sink().store(slice);
        Stored again = sink().store(new SealedSlice(slice.delivery(), 2, slice.rows()));

        assertThat(stored).isEqualTo(new Stored(2, 8, 0, 0, Map.of(), Map.of("rejected", 1L)));
        assertThat(again).isEqualTo(new Stored(2, 8, 2, 0, Map.of(), Map.of("rejected", 1L)));
        assertThat(Sql.rows(url(), "SELECT user_id, action_id, count, flag FROM actions ORDER BY user_id"))
                .containsExactly(
                        "bob|view|3|", PlaceholderName.of("poison") + "|" + PlaceholderName.of("buy") + "|5|rejected");
        try (DeadLetters letters = DeadLetters.open(target())) {
            DeadLetter letter = letters.list(false).get(0);
            assertThat(new String(letter.raw(), UTF_8)).contains("\"names\":[\"poison\",\"buy\"]");
            assertThat(ActionWire.decode(letter.raw())).isEqualTo(totals);
            assertThat(letters.replay(letter)).isNull();
        }
        assertThat(Sql.rows(url(), "SELECT count, value_sum, flag FROM actions WHERE action_id <> 'view'"))
                .containsExactly("5|3|");
    }

    @Test
    void store_deadLetterTheDatabaseRefuses_isRenamedAndTheRestIsStored() {
        sink().prepare();
        refuse("dead_letters", "group_id", "600/3:bobview");

        Stored stored = sink().store(first(unreadable("bob", "view", 3, "{"), unreadable("eve", "view", 4, "[")));

        assertThat(stored).isEqualTo(new Stored(2, 7, 0, 0, Map.of(), Map.of("unreadable", 2L)));
        assertThat(Sql.rows(url(), "SELECT group_id, reason FROM dead_letters"))
                .containsExactlyInAnyOrder(
                        PlaceholderName.of("600/3:bobview") + "|named 600/3:bobview; no totals",
                        "600/3:eveview|no totals");
    }

    @Test
    void store_twoDeadLettersOfOneRow_areTheFirst() {
        sink().prepare();
        refuse("actions", "flag", "unreadable");

        Stored stored = sink().store(first(unreadable("bob", "view", 3, "{")));

        assertThat(stored).isEqualTo(new Stored(1, 3, 0, 0, Map.of(), Map.of("unreadable", 1L)));
        assertThat(Sql.rows(url(), "SELECT count, flag FROM actions")).containsExactly("3|rejected");
        assertThat(Sql.rows(url(), "SELECT reason, attempts FROM dead_letters")).containsExactly("no totals|1");
    }
}
