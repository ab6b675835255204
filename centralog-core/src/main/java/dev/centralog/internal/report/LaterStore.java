// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.report;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that is made when it is to connect, so that nothing of the Redis client is loaded by whom opens a producer. */
public final class LaterStore implements ReportStore {
    private final Supplier<ReportStore> maker;
    private @Nullable ReportStore made;

    public LaterStore(Supplier<ReportStore> maker) {
        this.maker = maker;
    }

    private ReportStore store() {
        ReportStore there = made;
        if (there == null) {
            there = maker.get();
            made = there;
        }
        return there;
    }

    @Override
    public void connect() {
        store().connect();
    }

    @Override
    public long clockOffsetMillis() {
        return store().clockOffsetMillis();
    }

    @Override
    public CompletionStage<ReportAnswer> report(Batch batch) {
        return store().report(batch);
    }

    @Override
    public boolean hasReconnected() {
        return made != null && made.hasReconnected();
    }

    @Override
    public void reconnectedSeen() {
        store().reconnectedSeen();
    }

    @Override
    public Applied applied(String producer) {
        return store().applied(producer);
    }

    @Override
    public boolean wasReplaced() {
        return store().wasReplaced();
    }

    @Override
    public void close() {
        if (made != null) {
            made.close();
        }
    }
}
