// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.page.PageViews;
import dev.centralog.gatherer.sink.SinkTarget;
import java.util.List;
import java.util.Map;

/** No views at all, of a build without any. */
final class NoViews implements PageViews {
    static PageViews open(SinkTarget target) {
        return new NoViews();
    }

    @Override
    public Answer answer(String view, Map<String, List<String>> parameters) {
        return new Answer(404, "{\"error\":\"this build has no views\"}");
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
