// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.ship;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.centralog.DropReason;
import dev.centralog.EventView;
import dev.centralog.SourceLocation;
import dev.centralog.internal.fold.EventFolder;
import dev.centralog.internal.fold.EventSample;
import dev.centralog.internal.fold.RenderedEvent;
import dev.centralog.internal.fold.RowForm;
import dev.centralog.internal.fold.SampleContent;
import dev.centralog.internal.fold.TestEvent;
import dev.centralog.internal.fold.TestIdentity;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Names and payloads that are cheap to make: a simulation makes millions of them. */
final class SmallParts {
    static final byte[] SIGN = "a sign of life".getBytes(UTF_8);

    private SmallParts() {}

    /** Returns an identity that uses the template, 16 bytes long, as the name. */
    static EventFolder.Identity shortNames() {
        return new TestIdentity(
                parts -> Objects.requireNonNull(parts.template()).getBytes(ISO_8859_1));
    }

    static final class ShortPayloads implements EventFolder.Renderer {
        private static final byte[] PAYLOAD = "an event".getBytes(UTF_8);
        private static final byte[] SAMPLE = "a sample".getBytes(UTF_8);
        private final AtomicLong sequence = new AtomicLong();

        @Override
        public <E> RenderedEvent render(E event, EventView<E> view, @Nullable SourceLocation location, RowForm form) {
            return new RenderedEvent(PAYLOAD, sample(event, view, form.sample()));
        }

        @Override
        public <E> EventSample sample(E event, EventView<E> view, SampleContent content) {
            return new EventSample(sequence.incrementAndGet(), SAMPLE);
        }
    }

    static final class MillisView extends TestEvent.View {
        private final long millis;

        MillisView(long millis) {
            this.millis = millis;
        }

        @Override
        public int nanoOfSecond(TestEvent event) {
            return Math.floorMod(millis, 1000) * 1_000_000;
        }
    }

    record NamedDrops(String name) implements DropReporter.Encoder {
        @Override
        public byte[] group(DropReporter.Kind kind) {
            return ("~drop:" + kind.reason().label() + ":" + kind.signal() + name).getBytes(UTF_8);
        }

        @Override
        public byte[] payload(DropReporter.Kind kind) {
            return DropReason.BUFFER_FULL.label().getBytes(UTF_8);
        }
    }
}
