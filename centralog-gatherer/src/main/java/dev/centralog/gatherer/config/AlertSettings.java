// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import dev.centralog.CentralogConfig;
import dev.centralog.ConfigException;
import dev.centralog.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The settings of alerts.
 *
 * <p>Thread-safety: immutable.
 *
 * @param webhook where they are posted; null if no alerts are told
 * @param level the least severe level of what is told
 * @param interval the time between two looks for what to tell
 */
public record AlertSettings(@Nullable Webhook webhook, Level level, Duration interval) {
    private static final String ALLOWED =
            "; allowed is a URL such as https://hooks.example.com/services/1 with http or https,"
                    + " a host, and neither a user nor a password before it; its value is not shown, as it may be a secret";

    /**
     * A receiver of alerts.
     *
     * @param url its URL
     * @param secret what signs the messages; empty for none
     * @param format their form
     * @param mayBePrivate whether it may have an address of this machine or of a private network
     * @param pageUrl where browsers reach the page, without a slash at its end; empty if there are no links to it
     */
    public record Webhook(URI url, String secret, WebhookFormat format, boolean mayBePrivate, String pageUrl) {
        /** Returns the scheme, the host and the port alone: the rest may be a secret. */
        @Override
        public String toString() {
            return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        }
    }

    /**
     * Reads the settings of alerts.
     *
     * @throws ConfigException if one of them is not allowed
     */
    public static AlertSettings of(CentralogConfig config) {
        String text = config.get(GathererSettings.WEBHOOK).strip();
        List<String> faults = new ArrayList<>();
        URI url = text.isEmpty() ? null : url(text);
        if (url == null && !text.isEmpty()) {
            faults.add("setting 'webhook' is none that can be used" + ALLOWED);
        }
        SecretLength.check(GathererSettings.WEBHOOK_SECRET, config, faults);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        Webhook webhook = url == null
                ? null
                : new Webhook(
                        url,
                        config.get(GathererSettings.WEBHOOK_SECRET),
                        config.get(GathererSettings.WEBHOOK_FORMAT),
                        config.get(GathererSettings.WEBHOOK_PRIVATE),
                        config.get(GathererSettings.PAGE_URL).replaceFirst("/+$", ""));
        return new AlertSettings(
                webhook,
                Level.of(config.get(GathererSettings.ALERT_LEVEL).toUpperCase(Locale.ROOT)),
                config.get(GathererSettings.ALERT_INTERVAL));
    }

    /** Returns the URL of a text; null if it is none of a receiver. */
    private static @Nullable URI url(String text) {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme();
            boolean isHttp = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            boolean hasPort = url.getPort() != 0 && url.getPort() <= 65535;
            return isHttp && hasPort && url.getHost() != null && url.getRawUserInfo() == null ? url : null;
        } catch (URISyntaxException ignored) { // its message quotes the text
            return null;
        }
    }
}
