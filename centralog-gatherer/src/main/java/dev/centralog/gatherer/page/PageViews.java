// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.CentralogConfig;
import dev.centralog.gatherer.live.TailReceiver;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The views of the page, as JSON; docs/page-api.md describes them.
 *
 * <p>Thread-safety: any thread.
 */
public interface PageViews extends AutoCloseable {
    /**
     * An answer.
     *
     * @param status the HTTP status: 200; 400 for a parameter or a body that is not allowed, 404 for a path or an id that there is not, 503
     *     if the database is unavailable, busy or too slow
     * @param json one JSON object; with another status than 200 it has one field, {@code error}
     */
    record Answer(int status, String json) {}

    /**
     * Returns the views of what is stored at a target; does not connect yet.
     *
     * @param config the settings of the Redis from which it is filled
     */
    static PageViews of(SinkTarget target, CentralogConfig config) {
        return Sinks.storeOnly(target.url()) ? new NoViews(target.toString()) : StoredViews.open(target, config);
    }

    /**
     * Returns a view. Blocks for the database's time. Throws nothing for what is asked.
     *
     * @param view the path behind {@code /api/}, such as {@code families} or {@code family/ab12cd34}
     * @param parameters the parameters, decoded, each with its values in their order
     */
    Answer answer(String view, Map<String, List<String>> parameters);

    /**
     * Changes something. Blocks for the database's time. Throws nothing for what is asked.
     *
     * @param path the path behind {@code /api/}, such as {@code family/ab12cd34/triage}
     * @param body the body as it came, a JSON object; 16 KiB at most
     * @param by who asks for it: the user that a trusted proxy names, or {@code page}
     */
    Answer change(String path, byte[] body, String by);

    /**
     * Sends rows of events to someone as they are stored, in the order of storing. Does not block. By default there are none.
     *
     * @param parameters the filters, as those of the view {@code events}
     * @param lastId the last place that the receiver has got; null for none
     * @return null if it has begun; else why it is refused
     */
    default @Nullable Answer follow(
            Map<String, List<String>> parameters, @Nullable String lastId, TailReceiver receiver) {
        return new Answer(404, "{\"error\":\"there is no live tail here\"}");
    }

    /**
     * Writes a view as a file. Blocks for as long as that takes, also for the receiver. By default there is none.
     *
     * @param name the view and the form, such as {@code families.csv}
     * @return null if all was written; else why nothing was
     * @throws IOException if writing has begun, and was broken off
     */
    default @Nullable Answer export(String name, Map<String, List<String>> parameters, ExportReceiver receiver)
            throws IOException {
        return new Answer(404, "{\"error\":\"there are no exports here\"}");
    }

    /** Closes all connections. Does not block for what runs. */
    @Override
    void close();
}
