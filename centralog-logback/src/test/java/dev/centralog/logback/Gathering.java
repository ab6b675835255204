// SPDX-License-Identifier: Apache-2.0
package dev.centralog.logback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import dev.centralog.StatusListener;
import dev.centralog.gather.Backlog;
import dev.centralog.gather.DropReport;
import dev.centralog.gather.EventSource;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ReaderSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All that stands in a Redis, taken out of it. */
record Gathering(List<GatheredEvent> events, List<DropReport> drops) {
    static Gathering from(String uri) {
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, uri)
                .with(ReaderSettings.GRACE, Duration.ZERO)
                .with(ReaderSettings.LATE_HOLD, Duration.ZERO);
        List<GatheredEvent> events = new ArrayList<>();
        List<DropReport> drops = new ArrayList<>();
        try (EventSource source = EventSource.open(config, StatusListener.standardError())) {
            Backlog backlog = source.backlog();
            while (!backlog.isDoneIn(source.backlog())) {
                EventWindow delivery = source.claim(Duration.ofMillis(500));
                if (delivery != null) {
                    EventWindow.Content content = delivery.content();
                    assertThat(content.unreadable()).isEmpty();
                    events.addAll(content.events());
                    drops.addAll(content.drops());
                    assertThat(delivery.acknowledge()).isTrue();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return new Gathering(List.copyOf(events), List.copyOf(drops));
    }

    long repeats() {
        return repeatsOf(event -> true);
    }

    long repeatsOf(Predicate<GatheredEvent> which) {
        return events.stream().filter(which).mapToLong(GatheredEvent::repeats).sum();
    }

    long repeatsOf(String template) {
        return repeatsOf(event -> template.equals(event.event().template()));
    }

    GatheredEvent first(String template) {
        return events.stream()
                .filter(event -> template.equals(event.event().template()))
                .findFirst()
                .orElseThrow();
    }
}
