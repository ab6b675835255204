// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.metrics.GathererMetrics;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The handler of {@code /metrics}.
 *
 * <p>Thread-safety: any thread; it blocks while Redis and the database are looked at.
 */
final class MetricsHandler extends Handler.Abstract {
    private final Supplier<PageContent> content;

    MetricsHandler(Supplier<PageContent> content) {
        this.content = content;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        PageContent.Metrics metrics = content.get().metrics();
        if (metrics == null) {
            Answers.error(response, callback, Answers.NOT_FOUND, "there are no metrics here");
        } else {
            GathererMetrics.Text text = metrics.text(request.getHeaders().get(HttpHeader.ACCEPT));
            response.getHeaders().put(HttpHeader.VARY, "Accept");
            Answers.text(response, callback, text.type(), text.content());
        }
        return true;
    }
}
