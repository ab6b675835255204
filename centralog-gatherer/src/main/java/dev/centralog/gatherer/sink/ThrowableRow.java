// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.EventSection;
import dev.centralog.LogEvent;
import dev.centralog.ThreadRef;
import dev.centralog.Thrown;
import dev.centralog.gather.EventWire;
import dev.centralog.gatherer.text.StackTraceText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row to be written to the table {@code throwables}: the classes and frames of a throwable, its causes and its suppressed
 * ones, which many events have in common. Their messages stay in the rows of events.
 *
 * @param id the first 64 bits of the SHA-256 of {@code frames}. Among a million of them, two are the same by chance once in 30
 *     million databases
 * @param frames the JSON of the throwable without messages
 * @param text the stack trace, in which a mark stands for the first line of the throwable and of its first three causes
 */
record ThrowableRow(long id, String frames, String text) implements RowValues {
    /** The statement that adds throwables, and leaves existing ones unchanged. */
    static final Upsert INSERT = new Upsert(
            "throwables",
            List.of(
                    new Column("id", ColumnType.NUMBER),
                    new Column("frames", ColumnType.JSON),
                    new Column("text", ColumnType.TEXT)),
            List.of(new Column("id", ColumnType.NUMBER)),
            List.of());

    /** The first mark; the view {@code events_flat} puts titles in its place. No class and no file has such a character. */
    private static final char MARK = '\uE000';

    private static final int MARKS = 4;

    /** Returns the row of an event's throwable; null if it has none, or no frames. */
    static @Nullable ThrowableRow of(LogEvent event) {
        String frames = framesOf(event);
        if (frames == null) {
            return null;
        }
        Thrown common = Objects.requireNonNull(event.thrown()).withoutMessages();
        return new ThrowableRow(
                idOf(frames), frames, Objects.requireNonNull(StorableText.of(StackTraceText.of(marked(common, 0)))));
    }

    /** Returns the id of the row of an event's throwable; null if there is no such row. */
    static @Nullable Long idOf(LogEvent event) {
        String frames = framesOf(event);
        return frames == null ? null : idOf(frames);
    }

    /** Returns the JSON of what an event's throwable has of its own; null if it has none. */
    static @Nullable String ownOf(LogEvent event) {
        Thrown thrown = event.thrown();
        return thrown == null ? null : json(thrown.withoutFrames());
    }

    private static @Nullable String framesOf(LogEvent event) {
        Thrown thrown = event.thrown();
        return thrown == null || thrown.equals(thrown.withoutFrames())
                ? null
                : StorableText.ofJson(json(thrown.withoutMessages()));
    }

    private static @Nullable String json(Thrown thrown) {
        return EventWire.section(
                EventSection.THROWN,
                LogEvent.builder()
                        .time(Instant.EPOCH)
                        .thread(ThreadRef.UNKNOWN)
                        .thrown(thrown)
                        .build());
    }

    private static long idOf(String frames) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(frames.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static Thrown marked(Thrown thrown, int depth) {
        if (depth == MARKS) {
            return thrown;
        }
        Thrown cause = thrown.cause();
        return new Thrown(
                thrown.className(),
                null,
                String.valueOf((char) (MARK + depth)),
                thrown.frames(),
                thrown.framesOmitted(),
                cause == null || cause.reference() >= 0 ? cause : marked(cause, depth + 1),
                thrown.suppressed(),
                thrown.reference());
    }

    @Override
    public List<@Nullable Object> values() {
        return List.of(id, frames, text);
    }
}
