// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.Level;
import dev.centralog.LogEvent;
import dev.centralog.gather.EventWindow;
import dev.centralog.gather.GatheredEvent;
import dev.centralog.gather.ProcessCounts;
import dev.centralog.gatherer.sink.SealedWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Tests of the search. */
class SearchIT extends BrowserFixture {
    /** The lines that the search has come to, without those that an index has found further back. */
    private static final String SEARCHED = "section > .events .line";

    @Test
    void search_typedConditions_becomeChips() {
        browser().open("/");

        browser().search("level:error host:web-2 mdc.user:ann \"HALF\"");

        assertThat(browser().address())
                .startsWith("/search?")
                .contains("level=ERROR", "host=web-2", "mdc.user=ann", "text=");
        assertThat(browser().texts(".chips b")).containsExactly("ERROR", "web-2", "ann");
    }

    @Test
    void search_olderResults_comeByCursorWithoutGap() {
        browser().open("/search?text=order");

        // A search that takes long ends early, so a page may have fewer than 100, and below them what an index has
        // found.
        List<List<String>> pages = new ArrayList<>(List.of(browser().texts(SEARCHED)));
        while (!browser().texts(".more a").isEmpty()) {
            browser().click(".more a");
            pages.add(browser().texts(SEARCHED));
        }

        assertThat(pages).hasSizeGreaterThan(1);
        assertThat(pages.stream().flatMap(List::stream).toList())
                .isEqualTo(IntStream.range(0, KnownEvents.FAILED_ORDERS)
                        .mapToObj(each -> "order " + (KnownEvents.FAILED_ORDERS - 1 - each) + " failed")
                        .toList());

        browser().back();

        // How many rows come before the time is up may differ, but not which.
        List<String> before = pages.get(pages.size() - 2);
        List<String> again = browser().texts(SEARCHED);
        int both = Math.min(before.size(), again.size());
        assertThat(both).isPositive();
        assertThat(again.subList(0, both)).isEqualTo(before.subList(0, both));
    }

    /** Returns a second in which something was sighted so many times, each time in a group of its own, and with a large MDC. */
    private static SealedWindow sightings(String second, int count, String seen) {
        Map<String, String> mdc = new TreeMap<>();
        IntStream.range(0, 60).forEach(i -> mdc.put("k" + i, "yes"));
        mdc.put("report", "-".repeat(4_000));
        mdc.put("seen", seen);
        Instant time = Instant.parse(second);
        List<GatheredEvent> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LogEvent event = LogEvent.builder()
                    .time(time)
                    .level(Level.WARN)
                    .logger("com.example.Chronicle")
                    .message("a comet")
                    .mdc(mdc)
                    .build();
            String group = String.format("%032x", 0xe0000 + i);
            rows.add(new GatheredEvent(
                    time, group, "5eed:0:1", ProcessCounts.ofUnknown(1), event, GatheredEvent.Flag.NONE));
        }
        return new SealedWindow("5eed:0:1", 1, new EventWindow.Content(rows, List.of(), List.of()));
    }

    /** Tests a search that takes longer than a page may wait, as no index has any of many conditions. */
    @Test
    void search_thatTakesLong_goesOnFurtherBack() {
        page().store(List.of(
                sightings("1066-10-14T09:00:00Z", 1, "yes"),
                sightings("1607-10-14T09:00:00Z", 250, "no"),
                sightings("1682-10-14T09:00:00Z", 250, "no"),
                sightings("1759-10-14T09:00:00Z", 250, "no"),
                sightings("1835-10-14T09:00:00Z", 250, "no")));
        String all = IntStream.range(0, 60).mapToObj(i -> "&mdc.k" + i + "=yes").collect(Collectors.joining());
        browser().open("/search?since=1000-01-01T00:00:00Z&until=1900-01-01T00:00:00Z" + all + "&mdc.seen=yes");

        int further = 0;
        while (browser().texts(".events .line").isEmpty()) {
            assertThat(browser().texts(".empty")).singleElement().asString().startsWith("Nothing was found back to ");
            assertThat(browser().text(".more a")).isEqualTo("Search further back");
            browser().click(".more a");
            further++;
        }

        assertThat(further).isPositive();
        assertThat(browser().texts(".events .line")).containsExactly("a comet");
    }

    @Test
    void search_aValueIsClicked_includesOrExcludes() {
        browser().open("/search?text=order");

        browser().click(".events .origin .value:nth-of-type(2) a.text");
        assertThat(browser().texts(".chips b")).containsExactly("web-2");

        browser().click(".chips li a");
        assertThat(browser().address()).contains("-host=web-2");
        assertThat(browser().texts(".events .line")).startsWith("order 119 failed");

        browser().click(".chips .remove");
        assertThat(browser().address()).isEqualTo("/search?text=order");
    }

    @Test
    void search_anEventIsOpened_showsAllOfItAndHasAnAddress() {
        browser().open("/search?text=voucher");

        browser().click(".events .line");

        assertThat(browser().address()).contains("open=");
        assertThat(browser().text(".opened .fields"))
                .contains("com.example.shop.Checkout", "worker-1", "tenant=acme", "1.1.0");
        assertThat(browser().text(".opened .message")).contains("voucher HALF-0 could not be computed");
        assertThat(browser().find(".opened dt[title*='diagnostic context']").getText())
                .isEqualTo("mdc");
        assertThat(browser().text(".opened .actions a")).isEqualTo("All events like it");
        assertThat(browser().text(".opened .frames")).contains("NumberFormatException");

        assertThat(browser().find(".opened a.trace").getDomAttribute("href"))
                .isEqualTo("https://traces.example.com/?a=1&id=4bf92f35%20%260&copy=2");

        browser().click(".opened .actions .button:nth-of-type(2)");

        assertThat(browser().address()).startsWith("/event/");
        assertThat(browser().texts(".events tr.here .line")).containsExactly("voucher HALF-0 could not be computed");
    }

    @Test
    void search_words_areMarkedAndRowsCounted() {
        browser().open("/search?text=VOUCHER%20half");

        assertThat(browser().texts(".events .line mark")).hasSize(3).containsOnly("voucher HALF");
        assertThat(browser().text(".heading")).contains("10 events in 3 rows, newest first");
        assertThat(browser().text(".events th")).startsWith("Time, ");
    }

    @Test
    void search_aSignOfAPattern_isLookedForAsItStands() {
        browser().open("/search?text=%3Cimg%20src%3Dx%20onerror%3D%22document.title");

        assertThat(browser().texts(".events .line mark")).containsExactly("<img src=x onerror=\"document.title");
    }

    @Test
    void search_conditionsThatTheChartDoesNotKnow_areNamedBesideIt() {
        browser().open("/search?app=shop&release=1.1.0&host=web-2&-text=nothing&mdc.user=ann");

        assertThat(browser().text(".chart .caption")).contains("in all, not narrowed by host, not text, mdc.user");
        assertThat(browser().texts(".exports").toString()).contains("Export the chart:", "Export all that fit:");

        browser().open("/search?app=shop&release=1.1.0&level=ERROR");

        assertThat(browser().text(".chart .caption")).doesNotContain("not narrowed");
    }

    @Test
    void search_backFromAnOpenRow_closesIt() {
        browser().open("/search?text=voucher");
        browser().click(".events .line");
        assertThat(browser().texts(".opened")).hasSize(1);

        browser().back();

        assertThat(browser().address()).isEqualTo("/search?text=voucher");
        assertThat(browser().texts(".opened")).isEmpty();
    }

    @Test
    void search_onTheLiveTail_searchesWhatIsStoredAndLeadsBack() {
        browser().open("/tail?app=shop");

        browser().search("voucher");

        assertThat(browser().address()).isEqualTo("/search?app=shop&text=voucher");

        browser().click(".narrowing > a");

        assertThat(browser().address()).isEqualTo("/tail?app=shop&text=voucher");
    }

    @Test
    void search_severity_isOneClick() {
        browser().open("/search?text=order");

        browser().click(".narrowing a:nth-child(3)");

        assertThat(browser().address()).isEqualTo("/search?text=order&level=ERROR");
        assertThat(browser().text(".narrowing a[aria-current]")).isEqualTo("ERROR and worse");
    }

    @Test
    void search_anOpenedEvent_hasItsAddressAndJsonToCopy() {
        browser().open("/search?text=voucher");
        browser().click(".events .line");
        browser().script("navigator.clipboard.writeText = async (text) => (window.copied = text)");

        browser().find(".copies button:nth-of-type(2)").click();
        assertThat(browser().script("return JSON.parse(window.copied).template"))
                .isEqualTo("voucher {} could not be computed");

        browser().find(".copies button").click();
        assertThat(browser().script("return window.copied").toString()).contains("/event/");
    }

    @Test
    void search_knownValues_areSuggestedAndTakenByKeys() {
        browser().open("/");
        browser().press("/");
        browser().press("release:");
        assertThat(browser().texts(".hints button")).containsExactlyInAnyOrder("1.0.0", "1.1.0");

        browser().press("1.0", Keys.ARROW_DOWN, Keys.ENTER);
        assertThat(browser().script("return document.activeElement.value")).isEqualTo("release:1.0.0 ");
        assertThat(browser().texts(".hints button")).contains("level:", "mdc.KEY:");

        browser().press(Keys.ENTER);
        browser().awaitRead();
        assertThat(browser().address()).isEqualTo("/search?release=1.0.0");
    }

    @Test
    void search_withoutAMatch_saysWhyAndWhatToDo() {
        browser().open("/search?text=nobody-logged-this");

        assertThat(browser().text("div.empty")).contains("No event fits.").contains("Look at 30 days");
    }
}
