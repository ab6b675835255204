// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import java.util.List;
import java.util.Map;

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

    /** Closes all connections. Does not block for what runs. */
    @Override
    void close();
}
