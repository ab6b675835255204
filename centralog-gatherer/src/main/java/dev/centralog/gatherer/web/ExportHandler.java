// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.page.PageViews.Answer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The handler of {@code /api/export/}: views as files. Each write waits until the one before is on its way, so a slow client makes
 * the export slow, and takes no memory; one that takes nothing for the connection's idle time ends it.
 *
 * <p>Thread-safety: any thread; it blocks.
 */
final class ExportHandler extends Handler.Abstract {
    private static final int BUFFER_BYTES = 32 * 1024;

    private final Supplier<PageContent> content;
    private final SlowConnections slow;

    ExportHandler(Supplier<PageContent> content, SlowConnections slow) {
        this.content = content;
        this.slow = slow;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (Answers.refusedUnlessGet(request, response, callback)) {
            return true;
        }
        slow.spare(request);
        Request.addCompletionListener(request, failure -> slow.watch(request));
        String name = Paths.of(request).substring(Paths.EXPORT.length());
        try {
            Answer refusal = content.get().views().export(name, ApiHandler.parameters(request), (type, file) -> {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
                response.getHeaders().put(HttpHeader.CACHE_CONTROL, Answers.NO_STORE);
                response.getHeaders().put("Content-Disposition", "attachment; filename=\"" + file + '"');
                return new BufferedOutputStream(Content.Sink.asOutputStream(response), BUFFER_BYTES);
            });
            if (refusal == null) {
                callback.succeeded();
            } else {
                Answers.json(response, callback, refusal);
            }
        } catch (IOException e) {
            callback.failed(e); // the connection ends, so that the file is not taken for whole
        }
        return true;
    }
}
