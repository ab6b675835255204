// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.CentralogConfig;
import dev.centralog.ConfigException;
import dev.centralog.Level;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertSettingsTest {
    private static AlertSettings settings(String... namesAndValues) {
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            texts.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return AlertSettings.of(CentralogConfig.parse(texts, GathererSettings.ALL));
    }

    @Test
    void of_nothingSet_isNoWebhook() {
        assertThat(settings().webhook()).isNull();
    }

    @Test
    void of_allSet_isReadAndShownWithoutSecrets() {
        AlertSettings settings = settings(
                "webhook",
                " https://hooks.example.com:8443/services/T0/s3cret?x=s3cret ",
                "webhookSecret",
                "s3cret-s3cret-s3cret",
                "webhookFormat",
                "Slack",
                "alertLevel",
                "warn",
                "pageUrl",
                "https://logs.example.com/base/");

        AlertSettings.Webhook webhook = Objects.requireNonNull(settings.webhook());
        assertThat(webhook.url()).isEqualTo(URI.create("https://hooks.example.com:8443/services/T0/s3cret?x=s3cret"));
        assertThat(webhook.format()).isEqualTo(WebhookFormat.SLACK);
        assertThat(webhook.pageUrl()).isEqualTo("https://logs.example.com/base");
        assertThat(settings.level()).isEqualTo(Level.WARN);
        assertThat(webhook).hasToString("https://hooks.example.com:8443");
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com/s3cret",
                "file:///etc/s3cret",
                "https://user:s3cret@example.com/",
                "https://s3cret@example.com/",
                "https:///s3cret",
                "https://exa mple.com/s3cret",
                "https://example.com:99999/s3cret",
                "https://example.com:0/s3cret",
                "https://127.1/s3cret",
                "example.com/s3cret",
                "//example.com/s3cret",
                "javascript:s3cret"
            })
    void of_webhookThatCanNotBeUsed_isRefusedWithoutShowingIt(String url) {
        assertThatThrownBy(() -> settings("webhook", url))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("setting 'webhook'")
                .hasMessageContaining("allowed is")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void of_shortSecret_isRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> settings("webhookSecret", "s3cret"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("setting 'webhookSecret' has 6 characters; allowed are 16 or more")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logs.example.com",
                "ftp://logs.example.com",
                "https://",
                "https://user:secret@logs.example.com",
                "https://logs.example.com/|x>",
                "https://logs.example.com/?a=b"
            })
    void parse_pageUrlThatIsNone_isRefused(String url) {
        assertThatThrownBy(() -> settings("pageUrl", url))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("setting 'pageUrl'");
    }
}
