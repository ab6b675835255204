// SPDX-License-Identifier: Apache-2.0
package dev.centralog.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ReaderSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All events that a Redis held, and the drop reports, gathered from it. Immutable. */
public record Gathering(List<GatheredEvent> events, List<DropReport> drops) {
    public Gathering {
        events = List.copyOf(events);
        drops = List.copyOf(drops);
    }

    /** Gathers all that the Redis at that URI holds, the current second included; blocks until that second is over. */
    public static Gathering from(String uri) {
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, uri)
                .with(ReaderSettings.GRACE, Duration.ZERO)
                .with(ReaderSettings.LATE_HOLD, Duration.ZERO);
        List<GatheredEvent> events = new ArrayList<>();
        List<DropReport> drops = new ArrayList<>();
        try (EventSource source = EventSource.open(config, StatusListener.standardError())) {
            Draining.all(source, window -> {
                EventWindow.Content content = window.content();
                assertThat(content.unreadable()).isEmpty();
                events.addAll(content.events());
                drops.addAll(content.drops());
            });
        }
        return new Gathering(events, drops);
    }

    /** Returns the number of events, repeats included. */
    public long repeats() {
        return repeatsOf(event -> true);
    }

    /** Returns the number of events that match, repeats included. */
    public long repeatsOf(Predicate<GatheredEvent> which) {
        return events.stream().filter(which).mapToLong(GatheredEvent::repeats).sum();
    }

    /** Returns the number of events of that template, repeats included. */
    public long repeatsOf(String template) {
        return repeatsOf(event -> template.equals(event.event().template()));
    }

    /** Returns the first group of that template. */
    public GatheredEvent first(String template) {
        return events.stream()
                .filter(event -> template.equals(event.event().template()))
                .findFirst()
                .orElseThrow();
    }
}
