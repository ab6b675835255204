// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests of the links that save what a view shows. */
class DownloadIT extends BrowserFixture {
    private static List<List<String>> saved(String css, String name) {
        List<List<String>> lines = CsvText.read(browser().download(css + " .exports a[href*='.csv']", name));
        assertThat(lines).allSatisfy(each -> assertThat(each).hasSameSizeAs(lines.get(0)));
        return lines;
    }

    private static List<String> column(List<List<String>> lines, String name) {
        int index = lines.get(0).indexOf(name);
        assertThat(index).as(name).isNotNegative();
        return lines.stream().skip(1).map(each -> each.get(index)).toList();
    }

    @Test
    void events_ofASearch_areAllInTheFile() {
        browser().open("/search?text=order");

        List<List<String>> lines = saved("section[aria-labelledby='events-title']", "centralog-events-*.csv");

        assertThat(column(lines, "message"))
                .isEqualTo(IntStream.range(0, KnownEvents.FAILED_ORDERS)
                        .mapToObj(each -> "order " + (KnownEvents.FAILED_ORDERS - 1 - each) + " failed")
                        .toList());
        assertThat(browser().address()).isEqualTo("/search?text=order");
    }

    @Test
    void histogramAndChanges_ofTheOverview_areFilesToo() {
        browser().open("/?level=ERROR");

        List<List<String>> histogram = saved(".chart", "centralog-histogram-*.csv");
        List<List<String>> changes = saved(".changes", "centralog-changes-*.csv");

        assertThat(column(histogram, "level")).containsOnly("ERROR");
        assertThat(column(histogram, "repeats").stream()
                        .mapToLong(Long::parseLong)
                        .sum())
                .isGreaterThanOrEqualTo(KnownEvents.FAILED_ORDERS + KnownEvents.VOUCHERS);
        assertThat(column(changes, "template")).contains("voucher {} could not be computed");
        assertThat(column(changes, "release")).contains("1.1.0");
    }

    @Test
    void events_asJsonLines_areOneObjectALine() {
        browser().open("/search?text=voucher");

        String saved = browser()
                .download(
                        "section[aria-labelledby='events-title'] .exports a[href*='.jsonl']",
                        "centralog-events-*.jsonl");

        assertThat(saved.lines()).isNotEmpty().allMatch(each -> each.startsWith("{") && each.endsWith("}"));
    }
}
