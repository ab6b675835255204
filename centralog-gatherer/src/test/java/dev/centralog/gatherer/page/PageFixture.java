// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.centralog.CentralogConfig;
import dev.centralog.Level;
import dev.centralog.gatherer.Databases;
import dev.centralog.gatherer.stored.StoredLog;
import dev.centralog.gatherer.stored.StoredLog.Runner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small known store, and what is asked of its views. */
final class PageFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-31T15:00:00Z");

    static final Runner OLD = StoredLog.process(1, "production", "1.0.0");
    static final Runner NEW = StoredLog.process(2, "production", "1.1.0");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final StoredViews views;

    PageFixture(String url, Readers.Limits limits) {
        this(url, new Unstored(null), limits);
    }

    private PageFixture(String url, Unstored unstored, Readers.Limits limits) {
        this.url = url;
        views = new StoredViews(Databases.target(url), unstored, limits, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** Returns the views of a database that is filled from a Redis. */
    static PageFixture gathering(String url, CentralogConfig config) {
        return new PageFixture(url, new Unstored(config), Readers.Limits.USUAL);
    }

    static PageFixture empty(Databases.Kind kind, Path directory) {
        return new PageFixture(Databases.shared().empty(kind, directory), Readers.Limits.USUAL);
    }

    /**
     * Returns a store of three hours: each minute 2 errors of the old release, from 14:00 on 10 warnings of the new release every
     * ten minutes, and one group that has no family yet.
     */
    static PageFixture filled(Databases.Kind kind, Path directory) {
        PageFixture fixture = empty(kind, directory);
        try (StoredLog log = new StoredLog(fixture.url)) {
            Instant start = NOW.minus(Duration.ofHours(3));
            log.run(OLD, start, NOW.minusSeconds(60));
            log.run(NEW, NOW.minus(Duration.ofHours(1)), NOW.minusSeconds(60));
            for (int minute = 0; minute < 180; minute++) {
                Instant time = start.plusSeconds(60L * minute);
                log.log(time, OLD, StoredLog.event(Level.ERROR, "order {} failed"), 2);
                if (minute >= 120 && minute % 10 == 0) {
                    log.log(time, NEW, StoredLog.event(Level.WARN, "100%_done {} 'quoted'"), 10);
                }
            }
            log.store();
            log.label();
            log.log(NOW.minusSeconds(30), NEW, StoredLog.event(Level.INFO, "not labelled yet"), 1);
            log.store();
        }
        return fixture;
    }

    String url() {
        return url;
    }

    StoredViews views() {
        return views;
    }

    /** Returns an answer with the status 200. */
    JsonNode ask(String view, String... namesAndValues) {
        PageViews.Answer answer = answer(view, namesAndValues);
        assertThat(answer.status()).as(answer.json()).isEqualTo(200);
        return json(answer);
    }

    /** Returns the error of an answer with another status. */
    String refused(int status, String view, String... namesAndValues) {
        PageViews.Answer answer = answer(view, namesAndValues);
        assertThat(answer.status()).as(answer.json()).isEqualTo(status);
        assertThat(answer.json()).doesNotContain("Exception", "\\tat ", "SQL");
        return json(answer).path("error").asText();
    }

    /** Changes something as {@code ann}, and returns the answer, which has the status 200. */
    JsonNode change(String path, String body) {
        PageViews.Answer answer = views.change(path, body.getBytes(StandardCharsets.UTF_8), "ann");
        assertThat(answer.status()).as(answer.json()).isEqualTo(200);
        return json(answer);
    }

    /** Returns the error of a change that is refused. */
    String refusedChange(int status, String path, String body) {
        PageViews.Answer answer = views.change(path, body.getBytes(StandardCharsets.UTF_8), "ann");
        assertThat(answer.status()).as(answer.json()).isEqualTo(status);
        assertThat(answer.json()).doesNotContain("Exception", "\\tat ", "SQL ");
        return json(answer).path("error").asText();
    }

    PageViews.Answer answer(String view, String... namesAndValues) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters
                    .computeIfAbsent(namesAndValues[i], name -> new ArrayList<>())
                    .add(namesAndValues[i + 1]);
        }
        return views.answer(view, parameters);
    }

    private static JsonNode json(PageViews.Answer answer) {
        try {
            return JSON.readTree(answer.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a field of each object of an array as text. */
    static List<String> texts(JsonNode array, String field) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.path(field).asText()));
        return texts;
    }

    /** Returns the sum of an array of numbers. */
    static long sum(JsonNode array) {
        long sum = 0;
        for (JsonNode each : array) {
            sum += each.asLong();
        }
        return sum;
    }

    @Override
    public void close() {
        views.close();
    }
}
