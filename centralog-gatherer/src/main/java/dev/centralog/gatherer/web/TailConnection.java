// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.web;

import dev.centralog.gatherer.live.Frames;
import dev.centralog.gatherer.live.TailReceiver;
import dev.centralog.gatherer.page.PageViews.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * An open connection of a live tail. One write is under way at most; one that does not get on is broken off by whoever sends.
 *
 * <p>Thread-safe.
 */
final class TailConnection implements TailReceiver {
    private final Response response;
    private final Callback callback;
    private final BooleanSupplier isIn;
    private boolean hasBegun;
    private boolean isSending;
    private boolean isEnded;

    /**
     * Makes one that has sent nothing yet.
     *
     * @param isIn whether whoever follows is still signed in
     */
    TailConnection(Request request, Response response, Callback callback, BooleanSupplier isIn) {
        this.response = response;
        this.callback = callback;
        this.isIn = isIn;
        // The time between two rows is no reason to end it; there are signs of life, and writes that are stuck are
        // broken off.
        request.addIdleTimeoutListener(timeout -> false);
        request.addFailureListener(failure -> end(null, failure));
    }

    @Override
    public void send(ByteBuffer text, Consumer<Boolean> done) {
        if (!isIn.getAsBoolean()) {
            end(Frames.end("signed out"));
        }
        synchronized (this) {
            if (!isEnded) {
                isSending = true;
                begin();
            }
        }
        if (!isSending()) {
            done.accept(false);
            return;
        }
        response.write(false, text.duplicate(), Callback.from(() -> sent(done), failure -> {
            end(null, failure);
            done.accept(false);
        }));
    }

    private synchronized boolean isSending() {
        return isSending && !isEnded;
    }

    private void begin() {
        if (!hasBegun) {
            hasBegun = true;
            response.setStatus(Answers.OK);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, Answers.NO_STORE);
            response.getHeaders().put("X-Accel-Buffering", "no"); // proxies of nginx pass on what comes at once
        }
    }

    private void sent(Consumer<Boolean> done) {
        synchronized (this) {
            isSending = false;
        }
        done.accept(true);
    }

    /** Ends it if whoever follows has signed out. */
    void endIfSignedOut() {
        if (!isIn.getAsBoolean()) {
            end(Frames.end("signed out"));
        }
    }

    @Override
    public void end(ByteBuffer text) {
        end(text, new IOException("the connection was ended while something was being sent"));
    }

    private void end(@Nullable ByteBuffer text, Throwable failure) {
        boolean canSay;
        synchronized (this) {
            if (isEnded) {
                return;
            }
            isEnded = true;
            canSay = text != null && !isSending;
            if (canSay) {
                begin();
            }
        }
        if (canSay && text != null) {
            response.write(true, text.duplicate(), callback);
        } else {
            callback.failed(failure);
        }
    }

    /** Answers that it is refused; nothing was sent before. */
    void refuse(Answer refusal) {
        synchronized (this) {
            isEnded = true;
        }
        Answers.json(response, callback, refusal);
    }
}
