// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.CentralogConfig;
import dev.centralog.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageAccessTest {
    private static final String TOKEN = "0123456789abcdef";

    private static PageAccess access(String page) {
        return PageAccess.of(CentralogConfig.parse(
                Map.of("page", page, "pageToken", TOKEN, "pageHosts", "Logs.Example.com"), GathererSettings.ALL));
    }

    private static List<String> faults(Map<Setting<?>, String> settings) {
        return LayeredConfig.read(new LayeredConfig.Layers(settings, Map.of(), null))
                .faults();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:2564",
                "127.1.2.3:1",
                "localhost:0",
                "LOCALHOST:0",
                "[::1]:65535",
                "[0:0:0:0:0:0:0:1]:1"
            })
    void page_ofThisMachineOnly_needsNothingElse(String page) {
        assertThat(faults(Map.of(GathererSettings.PAGE, page))).isEmpty();
        assertThat(access(page).isLoopback()).isTrue();
        assertThat(access(page).isOn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0:2564",
                "[::]:2564",
                "10.0.0.5:80",
                "logs.example.com:80",
                "localhost.example.com:80",
                "[::2]:1"
            })
    void page_thatOthersReach_needsATokenOrAProxy(String page) {
        assertThat(faults(Map.of(GathererSettings.PAGE, page)))
                .singleElement()
                .asString()
                .startsWith("setting 'page' is '" + page + "'")
                .contains("'pageToken' or 'pageProxyHeader'", "127.0.0.1:port", "off");
        assertThat(faults(Map.of(GathererSettings.PAGE, page, GathererSettings.PAGE_TOKEN, TOKEN)))
                .isEmpty();
        assertThat(faults(Map.of(GathererSettings.PAGE, page, GathererSettings.PAGE_PROXY_HEADER, "X-User")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2564",
                "localhost",
                "localhost:65536",
                "localhost:-1",
                "http://localhost:1",
                "on",
                "::1:80",
                ":80"
            })
    void page_otherTexts_areFaults(String page) {
        assertThat(faults(Map.of(GathererSettings.PAGE, page)))
                .singleElement()
                .asString()
                .contains("setting 'page' is '" + page, "off or host:port with a port from 0 to 65535");
    }

    @Test
    void page_offOrEmpty_isNone() {
        assertThat(access("off").isOn()).isFalse();
        assertThat(access("").isOn()).isFalse();
    }

    @Test
    void page_parts_areRead() {
        assertThat(access("[::1]:2564"))
                .returns("::1", PageAccess::host)
                .returns(2564, PageAccess::port)
                .returns("[::1]:2564", PageAccess::toString);
        assertThat(access("localhost:1").hosts()).containsExactly("logs.example.com");
        assertThat(access("localhost:1").toString()).doesNotContain(TOKEN);
        assertThat(access("localhost:1").withFreePort().port()).isZero();
    }

    @Test
    void faults_allAreListed_withoutTheToken() {
        Map<Setting<?>, String> settings = new HashMap<>();
        settings.put(GathererSettings.PAGE_TOKEN, "geheim");
        settings.put(GathererSettings.PAGE_PROXY_ADDRESSES, "127.0.0.1, proxy.example.com,999.1.1.1");

        assertThat(faults(settings))
                .hasSize(3)
                .anyMatch(each -> each.contains("'pageToken' has 6 characters; allowed are 16 or more"))
                .anyMatch(
                        each -> each.contains("'pageProxyAddresses' has 'proxy.example.com'; allowed are IP addresses"))
                .anyMatch(each -> each.contains("'999.1.1.1'"))
                .noneMatch(each -> each.contains("geheim"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://traces.example.com/{trace}", "http://localhost:16686/trace/{trace}?a=b&c=d", ""})
    void traceUrl_ofTheWeb_isTaken(String url) {
        assertThat(faults(Map.of(GathererSettings.PAGE_TRACE_URL, url))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert('{trace}')",
                "https://traces.example.com/",
                "https://traces.example.com/{trace}\"><script>",
                "/trace/{trace}"
            })
    void traceUrl_ofAnythingElse_isRefused(String url) {
        assertThat(faults(Map.of(GathererSettings.PAGE_TRACE_URL, url)))
                .singleElement()
                .asString()
                .contains("pageTraceUrl", "an http or https address that has {trace} in it");
    }
}
