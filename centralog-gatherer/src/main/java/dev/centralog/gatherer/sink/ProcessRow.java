// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.ProcessInfo;
import dev.centralog.gather.ProcessSign;
import dev.centralog.gatherer.sink.Upsert.Update;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row to be written to the table {@code processes}: what a window says of one process.
 *
 * @param id the process, as 16 hexadecimal digits
 * @param said what it says of itself; texts that it does not give are empty
 * @param firstSeen the start of the first window that it is in
 * @param lastSeen the start of the last window that it is in
 * @param startedAt the start of the window with the sign of its start; null if there is none
 * @param endedAt the start of the window with the sign of its end; null if there is none
 */
record ProcessRow(
        String id,
        ProcessSign.Content said,
        Instant firstSeen,
        Instant lastSeen,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt)
        implements RowValues {
    private static final Column ID = new Column("id", ColumnType.TEXT);
    private static final List<String> TEXTS = List.of("release", "host", "instance", "centralog", "java", "framework");

    /**
     * The statement that adds processes. Of those that exist, the times are widened, and texts that are missing are filled in;
     * texts that are there stay.
     */
    static final Upsert UPSERT = new Upsert(
            "processes",
            List.of(
                    ID,
                    new Column("app", ColumnType.TEXT),
                    new Column("environment", ColumnType.TEXT),
                    new Column("release", ColumnType.TEXT),
                    new Column("host", ColumnType.TEXT),
                    new Column("pid", ColumnType.NUMBER),
                    new Column("instance", ColumnType.TEXT),
                    new Column("first_seen", ColumnType.TIME),
                    new Column("last_seen", ColumnType.TIME),
                    new Column("started_at", ColumnType.TIME),
                    new Column("ended_at", ColumnType.TIME),
                    new Column("centralog", ColumnType.TEXT),
                    new Column("java", ColumnType.TEXT),
                    new Column("framework", ColumnType.TEXT)),
            List.of(ID),
            Stream.of(
                            Stream.of("app", "environment")
                                    .map(name ->
                                            Update.takes(name, "old." + name + " = '' AND new." + name + " <> ''")),
                            Stream.concat(TEXTS.stream(), Stream.of("pid"))
                                    .map(name -> Update.takes(
                                            name, "old." + name + " IS NULL AND new." + name + " IS NOT NULL")),
                            Stream.of(
                                    Update.takes("first_seen", "new.first_seen < old.first_seen"),
                                    Update.larger("last_seen"),
                                    time("started_at", "<"),
                                    time("ended_at", ">")))
                    .flatMap(each -> each)
                    .toList());

    private static final ProcessSign.Content NOTHING =
            new ProcessSign.Content(new ProcessInfo("", "", "", "", 0, ""), "", "", "");

    private static Update time(String name, String better) {
        return Update.takes(
                name,
                "new." + name + " IS NOT NULL AND (old." + name + " IS NULL OR new." + name + " " + better + " old."
                        + name + ")");
    }

    /** Returns the row of a process that has counted in a window. */
    static ProcessRow of(String id, ProcessInfo info, Instant window) {
        return new ProcessRow(id, new ProcessSign.Content(info, "", "", ""), window, window, null, null);
    }

    /** Returns the row of a process that has given a sign of life. */
    static ProcessRow of(ProcessSign sign) {
        Instant window = sign.windowStart();
        return new ProcessRow(
                sign.process(),
                sign.content() == null ? NOTHING : sign.content(),
                window,
                window,
                sign.kind() == ProcessSign.Kind.START ? window : null,
                sign.kind() == ProcessSign.Kind.END ? window : null);
    }

    /** Returns both in one, for the same process. Of texts that differ, this row's stay. */
    ProcessRow plus(ProcessRow more) {
        ProcessInfo mine = said.info();
        ProcessInfo other = more.said.info();
        return new ProcessRow(
                id,
                new ProcessSign.Content(
                        new ProcessInfo(
                                given(mine.app(), other.app()),
                                given(mine.environment(), other.environment()),
                                given(mine.release(), other.release()),
                                given(mine.host(), other.host()),
                                mine.pid() == 0 ? other.pid() : mine.pid(),
                                given(mine.instance(), other.instance())),
                        given(said.centralog(), more.said.centralog()),
                        given(said.java(), more.said.java()),
                        given(said.framework(), more.said.framework())),
                earlier(firstSeen, more.firstSeen),
                later(lastSeen, more.lastSeen),
                known(startedAt, more.startedAt, ProcessRow::earlier),
                known(endedAt, more.endedAt, ProcessRow::later));
    }

    private static String given(String text, String other) {
        return text.isEmpty() ? other : text;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static @Nullable Instant known(
            @Nullable Instant one, @Nullable Instant other, BinaryOperator<Instant> better) {
        return one == null ? other : other == null ? one : better.apply(one, other);
    }

    /** Returns a number for who it says it is; 0 if it does not say. Other texts have another one, as a rule. */
    int infoHash() {
        return said.info().equals(NOTHING.info()) ? 0 : said.info().hashCode() | 1;
    }

    /** Returns a number for its versions; 0 if it gives none. Other texts have another one, as a rule. */
    int versionsHash() {
        List<String> versions = List.of(said.centralog(), said.java(), said.framework());
        return versions.stream().allMatch(String::isEmpty) ? 0 : versions.hashCode() | 1;
    }

    @Override
    public List<@Nullable Object> values() {
        ProcessInfo info = said.info();
        return Collections.unmodifiableList(Arrays.asList(
                id,
                StorableText.of(info.app()),
                StorableText.of(info.environment()),
                textOrNull(info.release()),
                textOrNull(info.host()),
                info.pid() == 0 ? null : info.pid(),
                textOrNull(info.instance()),
                firstSeen,
                lastSeen,
                startedAt,
                endedAt,
                textOrNull(said.centralog()),
                textOrNull(said.java()),
                textOrNull(said.framework())));
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : StorableText.of(text);
    }
}
