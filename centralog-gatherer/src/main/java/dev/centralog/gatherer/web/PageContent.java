// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.metrics.GathererMetrics;
import dev.centralog.gatherer.page.PageViews;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The content that the server shows.
 *
 * @param views the views of the database
 * @param status the view of whether gathering works; may block for seconds
 * @param notReady the reasons why the gatherer can't work at the moment, a sentence each, for anybody's eyes; empty if it can.
 *     Must not block
 * @param metrics what Prometheus reads; null if there is nothing for it
 */
public record PageContent(
        PageViews views,
        Supplier<PageViews.Answer> status,
        Supplier<List<String>> notReady,
        @Nullable Metrics metrics) {
    /** A source of the text that Prometheus reads. Thread-safety: any thread. */
    public interface Metrics {
        /**
         * Returns it; may block for seconds.
         *
         * @param accept the formats that the reader takes, see {@link GathererMetrics#text}
         */
        GathererMetrics.Text text(@Nullable String accept);
    }

    /** Makes content without metrics. */
    public PageContent(PageViews views, Supplier<PageViews.Answer> status, Supplier<List<String>> notReady) {
        this(views, status, notReady, null);
    }
}
