// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.CentralogConfig;
import dev.centralog.StatusListener;
import dev.centralog.gatherer.asked.AskedTimes;
import dev.centralog.gatherer.live.LiveTail;
import dev.centralog.gatherer.live.TailReceiver;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.text.JsonLine;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The views of what a database holds, and of what is about to get there.
 *
 * <p>Thread-safety: any thread.
 */
public final class StoredViews implements PageViews {
    private static final int OK = 200;
    private static final int INTERNAL = 500;
    private static final int UNAVAILABLE = 503;
    private static final double NANOS_PER_MILLI = 1e6;

    private final SinkTarget target;
    private final Readers readers;
    private final TailView tail;
    private final Exports exports;
    private final Unstored unstored;
    private final Clock clock;
    private final dev.centralog.internal.time.Clock ticker = dev.centralog.internal.time.Clock.system();

    StoredViews(SinkTarget target, Unstored unstored, Readers.Limits limits, Clock clock) {
        this.target = target;
        this.unstored = unstored;
        this.clock = clock;
        readers = new Readers(target, limits);
        tail = new TailView(target, LiveTail.Limits.USUAL);
        exports = new Exports(target);
    }

    /**
     * Returns the views of a database; does not connect yet.
     *
     * @param config the settings of the Redis from which it is filled
     */
    public static StoredViews open(SinkTarget target, CentralogConfig config) {
        return new StoredViews(target, new Unstored(config), Readers.Limits.USUAL, Clock.systemUTC());
    }

    /** Returns the views of a database alone, at a time of which a clock decides. */
    public static StoredViews open(SinkTarget target, Clock clock) {
        return new StoredViews(target, new Unstored(null), Readers.Limits.USUAL, clock);
    }

    @Override
    public Answer answer(String view, Map<String, List<String>> parameters) {
        return answered("view", view, () -> read(view, given(parameters)));
    }

    private JsonLine read(String view, Parameters parameters) {
        return switch (view) {
            case "open-actions" -> OpenActionsView.read(unstored, parameters);
            case "producers" -> readers.read(new ProducersView(unstored).of(parameters));
            default -> readers.read(Views.named(view).of(parameters));
        };
    }

    @Override
    public Answer change(String path, byte[] body, String by) {
        return answered("change", path, () -> {
            DeadLetterChange ofDeadLetter = DeadLetterChange.read(path);
            if (ofDeadLetter != null) {
                return ofDeadLetter.make(target);
            }
            TriageChange change = TriageChange.read(path, body, by, clock.instant());
            if (change == null) {
                throw BadRequestException.notFound("nothing can be changed at '" + Parameters.shown(path) + "'");
            }
            if (!readers.read(change::isOfStored)) {
                throw change.unknown();
            }
            change.store(target);
            return readers.read(change::answer);
        });
    }

    private Answer answered(String kind, String path, Supplier<JsonLine> work) {
        long start = ticker.nanos();
        try {
            JsonLine line = work.get();
            line.put("took_ms", Math.round((ticker.nanos() - start) / NANOS_PER_MILLI));
            return new Answer(OK, line.text());
        } catch (RuntimeException e) {
            return error(kind, path, e);
        }
    }

    private Parameters given(Map<String, List<String>> parameters) {
        return new Parameters(parameters, new AskedTimes(clock, ZoneOffset.UTC, ""));
    }

    @Override
    public @Nullable Answer follow(
            Map<String, List<String>> parameters, @Nullable String lastId, TailReceiver receiver) {
        try {
            tail.follow(given(parameters), lastId, receiver);
            return null;
        } catch (RuntimeException e) {
            return error("view", "tail", e);
        }
    }

    @Override
    public @Nullable Answer export(String name, Map<String, List<String>> parameters, ExportReceiver receiver)
            throws IOException {
        AtomicBoolean hasBegun = new AtomicBoolean();
        try {
            exports.write(name, given(parameters), (type, file) -> {
                hasBegun.set(true);
                return receiver.begin(type, file);
            });
            return null;
        } catch (RuntimeException e) {
            Answer answer = error("export", name, e);
            if (hasBegun.get()) {
                throw new IOException("the export was broken off: " + answer.json(), e);
            }
            return answer;
        }
    }

    /** Returns the answer that says why there is no other one. */
    private Answer error(String kind, String path, RuntimeException failure) {
        if (failure instanceof BadRequestException wrong) {
            return error(wrong.status(), wrong.getMessage());
        }
        if (failure instanceof UnavailableException) {
            return error(UNAVAILABLE, failure.getMessage());
        }
        if (failure instanceof SinkException) {
            String text = kind.equals("change") ? "the database can't be used: " : "the database can't be read: ";
            return error(UNAVAILABLE, text + failure.getMessage());
        }
        target.status()
                .say(
                        StatusListener.Severity.ERROR,
                        "the page's " + kind + " '" + Parameters.shown(path) + "' failed",
                        failure);
        return error(INTERNAL, "the " + kind + " failed; the gatherer's log says why");
    }

    private static Answer error(int status, @Nullable String message) {
        return new Answer(status, new JsonLine().put("error", message).text());
    }

    @Override
    public void close() {
        readers.close();
        tail.close();
        exports.close();
    }
}
