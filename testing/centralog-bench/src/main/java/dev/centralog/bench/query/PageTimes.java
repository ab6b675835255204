// SPDX-License-Identifier: Apache-2.0
package dev.centralog.bench.query;

import dev.centralog.gatherer.page.PageViews;
import dev.centralog.gatherer.page.StoredViews;
import dev.centralog.gatherer.sink.SinkTarget;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the views of the page, asked as of the end of the rows; families must be labelled. */
final class PageTimes {
    /** The views, in the form of a URL's path and query. */
    static final List<String> VIEWS = List.of(
            "meta",
            "families?since=1h",
            "families?since=24h",
            "families?since=7d",
            "families?since=30d",
            "families?since=24h&sort=trend&level=ERROR",
            "families?since=24h&text=order 4711",
            "families?since=24h&release=1.5.1",
            "histogram?since=1h",
            "histogram?since=24h",
            "histogram?since=7d",
            "histogram?since=30d",
            "histogram?since=24h&app=shop&level=WARN",
            "changes?since=1h",
            "changes",
            "events",
            "events?level=ERROR&limit=500",
            "events?family=FAMILY",
            "events?app=shop&logger=com.example.shop.part3",
            "events?since=24h&text=order 4711",
            "events?text=found nowhere",
            "events?text=step 1999",
            "events?host=web-3&-level=DEBUG",
            "events?since=30d&host=web-1",
            "events?since=30d&host=web-1&release=1.4.1",
            "events?host=web-24",
            "events?host=nowhere",
            "events?mdc.user=711",
            "events?trace=4bf92f3577b34da6a3ce929d0e0e4736",
            "family/FAMILY?since=24h",
            "family/FAMILY?since=30d",
            "group/GROUP",
            "event/EVENT/around",
            "actions?since=24h");

    private static final int OK = 200;

    private PageTimes() {}

    /** Returns the median times in milliseconds, by the views as they are asked. */
    static Map<String, Double> of(SinkTarget target, Instant end) throws SQLException {
        Map<String, Double> times = new LinkedHashMap<>();
        try (StoredViews views = StoredViews.open(target, Clock.fixed(end, ZoneOffset.UTC))) {
            String family = field(ask(views, "families?since=24h"), "family");
            String newest = ask(views, "events?level=ERROR&limit=1");
            for (String view : VIEWS) {
                String asked = view.replace("FAMILY", family)
                        .replace("GROUP", field(newest, "group"))
                        .replace("EVENT", field(newest, "id"));
                times.put("/api/" + view, QueryTimer.millis(() -> ask(views, asked)));
            }
        }
        return times;
    }

    private static String ask(PageViews views, String asked) {
        String[] parts = asked.split("\\?", 2);
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String each : parts.length == 1 ? new String[0] : parts[1].split("&")) {
            String[] pair = each.split("=", 2);
            parameters
                    .computeIfAbsent(pair[0], name -> new ArrayList<>())
                    .add(URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        PageViews.Answer answer = views.answer(parts[0], parameters);
        if (answer.status() != OK) {
            throw new IllegalStateException(asked + ": " + answer.json());
        }
        return answer.json();
    }

    /** Returns the first text of a field. */
    private static String field(String json, String name) {
        String start = "\"" + name + "\":\"";
        int from = json.indexOf(start) + start.length();
        return json.substring(from, json.indexOf('"', from));
    }
}
