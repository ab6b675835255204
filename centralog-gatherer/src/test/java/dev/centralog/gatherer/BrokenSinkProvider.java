// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.sink.SealedDelivery;
import dev.centralog.gatherer.sink.Sink;
import dev.centralog.gatherer.sink.SinkProvider;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Stored;

/** The database {@code broken:}, in whose sink of actions memory runs out. */
public final class BrokenSinkProvider implements SinkProvider {
    static final String URL = "broken:sink";

    private record Broken<D extends SealedDelivery>(boolean fails) implements Sink<D> {
        @Override
        public void prepare() {
            if (fails) {
                throw new OutOfMemoryError("as if");
            }
        }

        @Override
        public Stored store(D delivery) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Override
    public boolean accepts(String url) {
        return url.equals(URL);
    }

    @Override
    public String urlForm() {
        return URL;
    }

    @Override
    public Sinks open(SinkTarget target) {
        return new Sinks(new Broken<>(false), new Broken<>(true));
    }
}
