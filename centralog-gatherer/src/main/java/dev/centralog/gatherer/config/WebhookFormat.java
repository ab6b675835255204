// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import dev.centralog.Setting;
import java.util.Locale;

/** The forms in which alerts are posted. */
public enum WebhookFormat implements Setting.Labelled {
    /** Our own, as in docs/alerts.md. */
    JSON,
    /** The form of an incoming webhook of Slack. */
    SLACK;

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
