// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.gather;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.LogEvent;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventWindow.Content;
import dev.centralog.gather.EventWire;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.UnreadablePayload;
import dev.centralog.internal.redis.RedisGatherStore.Counted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A window in parts is the same window, in the same order, and no part is larger than it may be. */
class WindowPartsTest {
    private static final Instant START = Instant.ofEpochSecond(1_767_225_600);
    private static final int EVENTS = 100;
    private static final int GROUPS = EVENTS + 4;

    /** Groups in memory; how many payloads were read of them. */
    private static final class Stored implements WindowParts.Groups {
        private final List<Counted> groups;
        private int read;

        Stored(List<Counted> groups) {
            this.groups = groups;
        }

        @Override
        public ContentReader reader() {
            return new ContentReader(START, "source:0:1");
        }

        @Override
        public Iterator<Counted> all() {
            read += groups.size();
            return groups.iterator();
        }

        @Override
        public Iterator<Counted> some(List<Counted> chosen, long all) {
            assertThat(all).isEqualTo(groups.size());
            read += chosen.size();
            return chosen.stream().map(this::whole).iterator();
        }

        private Counted whole(Counted bare) {
            return groups.stream()
                    .filter(known -> Arrays.equals(known.group(), bare.group()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Events, several at the same time, and whatever else may be in a window. */
    private static Stored stored(int events) {
        List<Counted> groups = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            LogEvent event = LogEvent.builder()
                    .time(START.plusMillis(i / 3 * 10L))
                    .sequence(i % 2)
                    .message("event " + i)
                    .build();
            groups.add(new Counted(("group" + (10_000_000_000L + i)).getBytes(UTF_8), 1 + i, EventWire.encode(event)));
        }
        groups.add(new Counted("~overflow".getBytes(UTF_8), 7, null));
        groups.add(new Counted("~drop:bufferFull:x".getBytes(UTF_8), 9, null));
        groups.add(new Counted("garbage_________".getBytes(UTF_8), 3, "{".getBytes(UTF_8)));
        groups.add(new Counted("not_fetched_____".getBytes(UTF_8), 4, null, 512 << 20));
        Collections.shuffle(groups, new Random(1));
        return new Stored(groups);
    }

    private static Content together(Iterable<Content> parts) {
        List<GatheredEvent> events = new ArrayList<>();
        List<DropReport> drops = new ArrayList<>();
        List<UnreadablePayload> unreadable = new ArrayList<>();
        for (Content part : parts) {
            events.addAll(part.events());
            drops.addAll(part.drops());
            unreadable.addAll(part.unreadable());
        }
        return new Content(events, drops, unreadable);
    }

    @Test
    void window_thatFits_isOnePartAndReadOnce() {
        Stored stored = stored(EVENTS);

        Iterable<Content> parts = WindowParts.read(stored, 10_000_000);

        assertThat(parts).hasSize(1);
        assertThat(together(parts).events()).hasSize(EVENTS + 3);
        assertThat(stored.read).isEqualTo(GROUPS);
    }

    @Test
    void window_thatDoesNotFit_isTheSameInTheSameOrder() {
        Content whole = together(WindowParts.read(stored(EVENTS), Long.MAX_VALUE));
        Stored stored = stored(EVENTS);

        Iterable<Content> parts = WindowParts.read(stored, 10_000);
        Content together = together(parts);

        assertThat(stored.read).isEqualTo(2 * GROUPS); // once to look
        assertThat(together.events()).isEqualTo(whole.events());
        assertThat(together.drops()).isEqualTo(whole.drops());
        assertThat(together.unreadable()).hasSize(2).hasSameSizeAs(whole.unreadable());
        assertThat(parts).hasSizeGreaterThan(5).allSatisfy(part -> assertThat(part.events())
                .hasSizeLessThan(17));
    }

    @Test
    void group_thatFitsNoPart_isOneOfItsOwn() {
        Iterable<Content> parts = WindowParts.read(stored(2), 1);

        assertThat(parts).hasSize(6);
        assertThat(together(parts).events().stream()
                        .mapToLong(GatheredEvent::repeats)
                        .sum())
                .isEqualTo(1 + 2 + 7 + 3 + 4);
    }

    @Test
    void payload_ofManyItems_weighsMoreThanItsBytes() {
        byte[] payload = ("[0" + ",0".repeat(1000) + "]").getBytes(UTF_8);

        assertThat(Weight.of(payload)).isGreaterThan(20L * payload.length);
    }
}
