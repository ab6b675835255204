// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.StatusListener.Severity;
import dev.centralog.gatherer.live.LiveTail;
import dev.centralog.gatherer.live.TailCursor;
import dev.centralog.gatherer.live.TailReceiver;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkException.Kind;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.stored.EventQuery;
import dev.centralog.gatherer.stored.StoredDeliveries;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The live tail {@code tail}: the rows of events as they are stored. Thread-safety: any thread. */
final class TailView implements AutoCloseable {
    private final SinkTarget target;
    private final Readers readers;
    private final LiveTail tail;

    TailView(SinkTarget target, LiveTail.Limits limits) {
        this.target = target;
        readers = new Readers(target, new Readers.Limits(1, Duration.ofSeconds(3), Duration.ofSeconds(10)));
        tail = new LiveTail(this::read, row -> EventLines.line(row).text().stripTrailing(), limits);
    }

    private void read(Consumer<StoredDeliveries> work) {
        try {
            readers.read(stored -> {
                work.accept(stored.deliveries());
                return work;
            });
        } catch (UnavailableException e) {
            throw new SinkException(Kind.AWAY, String.valueOf(e.getMessage()), e);
        } catch (SinkException e) {
            throw new SinkException(e.kind(), "the database can't be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            target.status().say(Severity.ERROR, "the page's live tail failed", e);
            throw new SinkException(Kind.AWAY, "the live tail failed; the gatherer's log says why", e);
        }
    }

    /**
     * Lets someone follow.
     *
     * @throws BadRequestException if a parameter is not allowed
     */
    void follow(Parameters parameters, @Nullable String lastId, TailReceiver receiver) {
        EventQuery query = EventsView.query(parameters, List.of("after"));
        TailCursor from =
                lastId == null ? cursor("after", parameters.one("after")) : cursor("the header Last-Event-ID", lastId);
        tail.follow(query, from, receiver);
    }

    private static @Nullable TailCursor cursor(String name, @Nullable String text) {
        try {
            return text == null ? null : TailCursor.read(text);
        } catch (IllegalArgumentException e) {
            throw BadRequestException.wrong(
                    name + " is '" + Parameters.shown(text) + "'; allowed is the id of an event of the tail");
        }
    }

    @Override
    public void close() {
        readers.close();
        tail.close();
    }
}
