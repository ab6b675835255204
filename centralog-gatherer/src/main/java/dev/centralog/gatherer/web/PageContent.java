// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.page.PageViews;
import java.util.List;
import java.util.function.Supplier;

/**
 * The content that the page shows.
 *
 * @param views the views of the database
 * @param status the view of whether gathering works; may block for seconds, and is called by one thread at a time
 * @param notReady the reasons why the gatherer can't work at the moment, a sentence each, for anybody's eyes; empty if it can.
 *     Must not block
 */
public record PageContent(PageViews views, Supplier<PageViews.Answer> status, Supplier<List<String>> notReady) {}
