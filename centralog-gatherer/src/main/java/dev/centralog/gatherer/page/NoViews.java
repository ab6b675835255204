// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import dev.centralog.gatherer.live.TailReceiver;
import dev.centralog.gatherer.text.JsonLine;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a gatherer that stores where nothing can be asked for. The page shows them in the place of each view.
 *
 * <p>Thread-safety: any thread.
 */
final class NoViews implements PageViews {
    private static final int UNAVAILABLE = 503;

    private final Answer answer;

    /** Makes one for that database, which is shown. */
    NoViews(String database) {
        answer = new Answer(
                UNAVAILABLE,
                new JsonLine()
                        .put(
                                "error",
                                "this gatherer stores in " + database
                                        + ", which answers no queries: look there with its own tools. The page of a gatherer with a"
                                        + " SQL database shows what that one has stored")
                        .text());
    }

    @Override
    public Answer answer(String view, Map<String, List<String>> parameters) {
        return answer;
    }

    @Override
    public Answer change(String path, byte[] body, String by) {
        return answer;
    }

    @Override
    public Answer follow(Map<String, List<String>> parameters, @Nullable String lastId, TailReceiver receiver) {
        return answer;
    }

    @Override
    public Answer export(String name, Map<String, List<String>> parameters, ExportReceiver receiver) {
        return answer;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
