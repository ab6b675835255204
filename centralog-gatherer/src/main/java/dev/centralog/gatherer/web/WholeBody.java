// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/**
 * A handler that passes a change on when all of its body is there: so one that comes slowly takes no thread, and no place among the
 * queries. What only reads is passed on at once.
 *
 * <p>Thread-safety: any thread; nothing here blocks.
 */
final class WholeBody extends Handler.Wrapper {
    private static final String BYTES = WholeBody.class.getName();
    private static final byte[] NONE = {};

    WholeBody(Handler next) {
        super(next);
    }

    /** Returns the body of a request that was passed on. */
    static byte[] of(Request request) {
        return request.getAttribute(BYTES) instanceof byte[] bytes ? bytes : NONE;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (RequestGuard.isReading(request)) {
            return super.handle(request, response, callback);
        }
        Promise.Invocable<RetainableByteBuffer> read = Promise.Invocable.from(
                InvocationType.NON_BLOCKING,
                body -> { // Jetty releases it
                    request.setAttribute(BYTES, BufferUtil.toArray(body.getByteBuffer()));
                    // The thread on which the last byte comes must not wait for a database.
                    request.getComponents().getExecutor().execute(() -> passOn(request, response, callback));
                },
                failure -> refuse(response, callback, failure));
        Content.Source.asRetainableByteBuffer(
                request, request.getComponents().getByteBufferPool(), false, RequestGuard.MOST_BYTES, read);
        return true;
    }

    private void passOn(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Answers.error(response, callback, Answers.NOT_FOUND, "nothing can be changed there");
            }
        } catch (Exception e) {
            callback.failed(e);
        }
    }

    private static void refuse(Response response, Callback callback, Throwable failure) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close"); // the rest is not read
        if (failure instanceof IllegalStateException) {
            Answers.error(
                    response,
                    callback,
                    Answers.TOO_LARGE,
                    "the body is longer than " + RequestGuard.MOST_BYTES + " bytes; allowed are that many");
        } else {
            Answers.error(response, callback, Answers.BAD_REQUEST, "the body can't be read");
        }
    }
}
