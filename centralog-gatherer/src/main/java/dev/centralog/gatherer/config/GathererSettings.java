// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.config;

import dev.centralog.Setting;
import dev.centralog.Setting.Allowed;
import dev.centralog.Setting.Range;
import dev.centralog.gather.ReaderSettings;
import dev.centralog.gatherer.log.LogFormat;
import dev.centralog.gatherer.sink.TraceKeys;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The settings of the daemon and of the other commands. */
public final class GathererSettings {
    public static final Setting<String> DATABASE = Setting.text(
            "database",
            "centralog.db",
            "Where events and actions are stored: the name of a SQLite file, jdbc:sqlite:file,"
                    + " jdbc:postgresql://host[:port]/database, or jdbc:mariadb://host[:port]/database (jdbc:mysql: for"
                    + " MySQL); with the jars of docs/kafka.md in lib also kafka://host:port/topic.");
    public static final Setting<String> DATABASE_USER =
            Setting.text("databaseUser", "", "The database's user, if the URL does not name it.");
    public static final Setting<String> DATABASE_PASSWORD =
            Setting.secret("databasePassword", "The password of the database's user.");
    public static final Setting<Duration> GIVE_UP_AFTER = Setting.duration(
            "giveUpAfter",
            "30s",
            new Range("0s", "1d"),
            "With --once: how long to wait for an unavailable Redis or database before ending with exit code 69,"
                    + " and how long to wait for open slices of actions; those that are due later stay open. The daemon never"
                    + " gives up.");
    public static final Setting<Boolean> ACTIONS =
            Setting.flag("actions", true, "Whether actions are gathered besides events.");
    public static final Setting<Duration> STOP_TIMEOUT = Setting.duration(
            "stopTimeout",
            "25s",
            new Range("0s", "1d"),
            "How long stopping waits at most for the database to store what is under way. After that, the process"
                    + " ends with exit code 75, and what it held waits in Redis until its lease ends.");

    public static final Setting<Duration> REPORT_INTERVAL = Setting.duration(
            "reportInterval",
            "1m",
            new Range("0s", "1d"),
            "How often the daemon logs what it has stored since the last time, how far behind it is and what waits"
                    + " in Redis, while there is work; 0: never.");

    public static final Setting<LogFormat> LOG_FORMAT = Setting.choice(
            "logFormat",
            LogFormat.PLAIN,
            "The form of what the daemon logs on standard error: plain text, or an object of JSON on each line.");

    public static final Setting<Duration> KEEP_EVENTS = Setting.duration(
            "keepEvents",
            "30d",
            new Range("0s", "36500d"),
            "How long events are kept, with what belongs to them. The daemon deletes what is of before and was stored at least"
                    + " a day ago; 0s: nothing.");
    public static final Setting<Duration> KEEP_ACTIONS =
            Setting.duration("keepActions", "400d", new Range("0s", "36500d"), "The same for actions.");
    public static final Setting<Duration> KEEP_ROLL_UPS = Setting.duration(
            "keepRollUps",
            "400d",
            new Range("0s", "36500d"),
            "How long sums by hour are kept, and sums by minute at most 35 days of that; 0s: both for ever.");
    public static final Setting<Long> MAX_DATABASE_BYTES = Setting.size(
            "maxDatabaseBytes",
            "0",
            new Range("0", "1048576GiB"),
            "How large a SQLite database may become: if it uses more, the daemon deletes its oldest days, of events and"
                    + " actions, and says so; 0: no limit. Other databases have none.");

    public static final Setting<List<String>> TRACE_ID_KEYS = Setting.list(
            "traceIdKeys",
            String.join(",", TraceKeys.DEFAULT.traceIds()),
            "The MDC keys that a trace id may have. The value of the first that is not blank is also stored in the column"
                    + " trace_id, which is indexed and takes 128 characters; empty: none.");
    public static final Setting<List<String>> SPAN_ID_KEYS = Setting.list(
            "spanIdKeys",
            String.join(",", TraceKeys.DEFAULT.spanIds()),
            "The same for span ids and the column span_id, which is not indexed.");

    public static final Setting<String> PAGE = Setting.text(
            "page",
            "127.0.0.1:2564",
            new Allowed(
                    Pattern.compile("|off|(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):(?:6553[0-5]|655[0-2]\\d|65[0-4]\\d\\d"
                            + "|6[0-4]\\d{3}|[1-5]\\d{4}|\\d{1,4})"),
                    "off or host:port with a port from 0 to 65535"),
            "Where the daemon serves the page, to browsers on this machine only unless the host is another one than"
                    + " 127.0.0.1, [::1] or localhost; port 0: a free one; off or empty: no page.");
    public static final Setting<String> PAGE_TOKEN = Setting.secret(
            "pageToken",
            "A token of 16 characters or more with which anyone may sign in to the page, as often as they like. Needed if page"
                    + " is not an address of this machine only, unless pageProxyHeader is set.");
    public static final Setting<List<String>> PAGE_HOSTS = Setting.list(
            "pageHosts",
            "",
            "The names under which browsers reach the page, besides localhost and the host of page: those of a reverse proxy,"
                    + " or of this machine.");
    public static final Setting<String> PAGE_PROXY_HEADER = Setting.text(
            "pageProxyHeader",
            "",
            new Allowed(Pattern.compile("[A-Za-z0-9-]{0,64}"), "the name of a header: letters, digits and dashes"),
            "The header in which a trusted reverse proxy passes on who has signed in there, such as X-Forwarded-User. Whoever"
                    + " sends it from one of pageProxyAddresses gets in; empty: none.");
    public static final Setting<List<String>> PAGE_PROXY_ADDRESSES = Setting.list(
            "pageProxyAddresses",
            "127.0.0.1,::1",
            "The IP addresses of that proxy. Of all others the header is ignored.");
    public static final Setting<String> PAGE_TRACE_URL = Setting.text(
            "pageTraceUrl",
            "",
            new Allowed(
                    Pattern.compile("|https?://[^\\s{}\"'<>]*\\{trace}[^\\s{}\"'<>]*"),
                    "an http or https address that has {trace} in it"),
            "Where the page's links to traces lead, such as https://jaeger.example.com/trace/{trace}: the trace id is put there;"
                    + " empty: there are none.");

    public static final Setting<String> WEBHOOK = Setting.secret(
            "webhook",
            "The URL, http or https, to which the daemon posts alerts: families that have regressed, are new, back or louder, see docs/alerts.md."
                    + " It is never shown, as such a URL mostly is a secret. Empty: no alerts.");
    public static final Setting<String> WEBHOOK_SECRET = Setting.secret(
            "webhookSecret",
            "The secret with which alerts are signed, of 16 characters or more; empty: they are not signed.");
    public static final Setting<WebhookFormat> WEBHOOK_FORMAT = Setting.choice(
            "webhookFormat",
            WebhookFormat.JSON,
            "The form of alerts: json, as in docs/alerts.md, or slack, for an incoming webhook of Slack.");
    public static final Setting<Boolean> WEBHOOK_PRIVATE = Setting.flag(
            "webhookPrivate",
            false,
            "Whether alerts may be posted to an address of this machine or of a private network.");
    public static final Setting<String> ALERT_LEVEL = Setting.text(
            "alertLevel",
            "ERROR",
            new Allowed(
                    Pattern.compile("(?i)TRACE|DEBUG|INFO|WARN|ERROR|FATAL"),
                    "one of TRACE, DEBUG, INFO, WARN, ERROR, FATAL"),
            "The least severe level of which alerts are posted.");
    public static final Setting<Duration> ALERT_INTERVAL = Setting.duration(
            "alertInterval",
            "1m",
            new Range("1s", "30m"),
            "How often the daemon looks in the database for what to alert of; less often if a look takes more than a tenth of that.");
    public static final Setting<String> PAGE_URL = Setting.text(
            "pageUrl",
            "",
            new Allowed(
                    Pattern.compile("|https?://[^\\s/?#@<>|]+(?:/[^\\s?#@<>|]*)?"),
                    "http:// or https://, then host[:port][/path]"),
            "Where browsers reach the page, for the links in alerts, e.g. https://logs.example.com; empty: no links.");

    /** The database's own settings, which the commands that read it take. */
    public static final List<Setting<?>> OF_DATABASE = List.of(DATABASE, DATABASE_USER, DATABASE_PASSWORD);

    /** The settings that posting a test message takes. */
    public static final List<Setting<?>> OF_WEBHOOK =
            List.of(WEBHOOK, WEBHOOK_SECRET, WEBHOOK_FORMAT, WEBHOOK_PRIVATE, PAGE_URL);

    /** The settings that storing a dead letter again takes. */
    public static final List<Setting<?>> OF_REPLAY = Stream.concat(
                    OF_DATABASE.stream(), Stream.of(TRACE_ID_KEYS, SPAN_ID_KEYS))
            .toList();

    /** The settings that the gatherer takes beside {@link ReaderSettings#ALL}, in the order of docs/configuration.md. */
    public static final List<Setting<?>> OWN = Stream.concat(
                    OF_DATABASE.stream(),
                    Stream.of(
                            GIVE_UP_AFTER,
                            ACTIONS,
                            STOP_TIMEOUT,
                            REPORT_INTERVAL,
                            LOG_FORMAT,
                            KEEP_EVENTS,
                            KEEP_ACTIONS,
                            KEEP_ROLL_UPS,
                            MAX_DATABASE_BYTES,
                            TRACE_ID_KEYS,
                            SPAN_ID_KEYS,
                            PAGE,
                            PAGE_TOKEN,
                            PAGE_HOSTS,
                            PAGE_PROXY_HEADER,
                            PAGE_PROXY_ADDRESSES,
                            PAGE_TRACE_URL,
                            WEBHOOK,
                            WEBHOOK_SECRET,
                            WEBHOOK_FORMAT,
                            WEBHOOK_PRIVATE,
                            ALERT_LEVEL,
                            ALERT_INTERVAL,
                            PAGE_URL))
            .toList();

    /** All settings that the gatherer takes. */
    public static final List<Setting<?>> ALL =
            Stream.concat(OWN.stream(), ReaderSettings.ALL.stream()).toList();

    private GathererSettings() {}
}
