// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import dev.centralog.gather.GatheredEvent;
import dev.centralog.gatherer.sink.SealedWindow;
import dev.centralog.gatherer.sink.Sink;
import dev.centralog.gatherer.sink.SinkException;
import dev.centralog.gatherer.sink.Stored;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A sink that remembers what it had to store, and fails when set to. */
final class FakeSink implements Sink<SealedWindow> {
    final List<SealedWindow> stored = new ArrayList<>();
    final Deque<SinkException.Kind> failures = new ArrayDeque<>();
    Runnable onStore = () -> {};
    int prepared;
    boolean closed;

    @Override
    public void prepare() {
        prepared++;
    }

    @Override
    public Stored store(SealedWindow window) {
        onStore.run();
        SinkException.Kind failure = failures.poll();
        if (failure != null) {
            throw new SinkException(failure, "the database is " + failure);
        }
        stored.add(window);
        List<GatheredEvent> events = window.parts().iterator().next().content().events();
        return new Stored(
                events.size(), events.stream().mapToLong(GatheredEvent::repeats).sum(), 0, 0, Map.of(), Map.of());
    }

    @Override
    public void close() {
        closed = true;
    }
}
