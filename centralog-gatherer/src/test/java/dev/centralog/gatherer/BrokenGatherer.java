// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.gatherer.sink.SealedDelivery;
import dev.centralog.gatherer.sink.Sink;
import dev.centralog.gatherer.sink.Sinks;
import dev.centralog.gatherer.sink.Stored;

/** A gatherer's process whose sink for actions runs out of memory. */
final class BrokenGatherer {
    private BrokenGatherer() {}

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

    public static void main(String[] arguments) {
        Main.run(target -> new Sinks(new Broken<>(false), new Broken<>(true)), arguments);
    }
}
