// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.StatusListener;
import dev.centralog.gatherer.asked.AskedTimes;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.text.JsonLine;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The views of what a database holds.
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
    private final Clock clock;
    private final dev.centralog.internal.time.Clock ticker = dev.centralog.internal.time.Clock.system();

    StoredViews(SinkTarget target, Readers.Limits limits, Clock clock) {
        this.target = target;
        this.clock = clock;
        readers = new Readers(target, limits);
    }

    /** Returns the views of a database; does not connect yet. */
    public static StoredViews open(SinkTarget target) {
        return open(target, Clock.systemUTC());
    }

    /** Returns the same views, at a time of which a clock decides. */
    public static StoredViews open(SinkTarget target, Clock clock) {
        return new StoredViews(target, Readers.Limits.USUAL, clock);
    }

    @Override
    public Answer answer(String view, Map<String, List<String>> parameters) {
        return answered("view", view, () -> {
            Parameters given = new Parameters(parameters, new AskedTimes(clock, ZoneOffset.UTC, ""));
            return readers.read(Views.named(view).of(given));
        });
    }

    @Override
    public Answer change(String path, byte[] body, String by) {
        return answered("change", path, () -> {
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
        } catch (BadRequestException e) {
            return error(e.status(), e.getMessage());
        } catch (UnavailableException e) {
            return error(UNAVAILABLE, e.getMessage());
        } catch (SinkException e) {
            return error(UNAVAILABLE, "the database can't be used: " + e.getMessage());
        } catch (RuntimeException e) {
            target.status()
                    .say(
                            StatusListener.Severity.ERROR,
                            "the page's " + kind + " '" + Parameters.shown(path) + "' failed",
                            e);
            return error(INTERNAL, "the " + kind + " failed; the gatherer's log says why");
        }
    }

    private static Answer error(int status, @Nullable String message) {
        return new Answer(status, new JsonLine().put("error", message).text());
    }

    @Override
    public void close() {
        readers.close();
    }
}
