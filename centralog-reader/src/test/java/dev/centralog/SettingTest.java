// SPDX-License-Identifier: Apache-2.0
package dev.centralog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.centralog.Setting.Range;
import dev.centralog.gather.ReaderSettings;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingTest {
    private static final Setting<Duration> TIME = Setting.duration("time", "1s", new Range("10ms", "2h"), "");
    private static final Setting<Long> SIZE = Setting.size("size", "1KiB", new Range("16B", "2GiB"), "");
    private static final Setting<Integer> NUMBER = Setting.number("number", "5", new Range("0", "100"), "");

    private static void assertRefused(Setting<?> setting, String text) {
        assertThatThrownBy(() -> setting.read(text))
                .isExactlyInstanceOf(ConfigException.class)
                .hasMessage("setting '" + setting.name() + "' is '" + text + "'; allowed is " + setting.allowed()
                        + "; default is '" + setting.defaultText() + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "200ms, 200",
        "5s, 5000",
        "'5 s', 5000",
        "' 5 sec ', 5000",
        "1 SECOND, 1000",
        "2 minutes, 120000",
        "2m, 120000",
        "1h, 3600000",
        "PT5S, 5000",
        "pt0.25s, 250",
        "10millis, 10"
    })
    void duration_inEveryForm_isRead(String text, long millis) {
        assertThat(TIME.read(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "5 parsecs",
                "-5s",
                "9ms",
                "3h",
                "1d",
                "PT-5S",
                "Px",
                "1.5s",
                "5s5s",
                "999999999999999d",
                "99999999999999999999s",
                "PT9999999999999H",
                "5 s s",
                "١s"
            })
    void duration_thatIsNone_isRefused(String text) {
        assertRefused(TIME, text);
    }

    @ParameterizedTest
    @CsvSource({
        "16, 16",
        "16B, 16",
        "1k, 1024",
        "1KB, 1024",
        "1 KiB, 1024",
        "2m, 2097152",
        "2MiB, 2097152",
        "1gb, 1073741824",
        "2GiB, 2147483648"
    })
    void size_inEveryForm_isRead(String text, long bytes) {
        assertThat(SIZE.read(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "15", "3GiB", "-1", "1TB", "1.5k", "KiB", "999999999999999g", "1 K B"})
    void size_thatIsNone_isRefused(String text) {
        assertRefused(SIZE, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "101", "5.0", "five", "99999999999", "99999999999999999999"})
    void number_outOfRange_isRefused(String text) {
        assertRefused(NUMBER, text);
        assertThat(NUMBER.read(" 100 ")).isEqualTo(100);
    }

    @Test
    void flag_isReadInItsForms() {
        Setting<Boolean> flag = Setting.flag("flag", false, "");

        assertThat(List.of(flag.read("TRUE"), flag.read(" true "))).containsOnly(true);
        assertThat(List.of(flag.read("False"), flag.read("false"))).containsOnly(false);
        for (String other : List.of("yes", "no", "on", "off", "1", "maybe", "")) {
            assertRefused(flag, other);
        }
    }

    @Test
    void choice_isReadByItsLabel() {
        assertThat(Settings.GROUP_BY.read(" CALLSITE ")).isEqualTo(GroupBy.CALL_SITE);
        assertThat(Settings.GROUP_BY.allowed()).isEqualTo("one of callSite, template, message, place");
        assertRefused(Settings.GROUP_BY, "call_site");
    }

    @Test
    void list_dropsBlanksAndEmptyParts() {
        assertThat(Settings.MDC_INCLUDE.read(" a , ,b,")).containsExactly("a", "b");
        assertThat(Settings.MDC_INCLUDE.read(" ")).isEmpty();
    }

    @Test
    void uri_ofAnotherScheme_isRefused() {
        assertThat(Settings.REDIS.read(" rediss://h:1/2 ")).isEqualTo("rediss://h:1/2");
        assertRefused(Settings.REDIS, "http://localhost");
        assertRefused(Settings.REDIS, "localhost:6379");
        assertRefused(Settings.REDIS, "redis://");
        assertThatThrownBy(() -> Settings.REDIS.read("redis://a b")) // b may be the end of a password
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("setting 'redis' is 'redis://***'; allowed is");
        assertRefused(Settings.REDIS, "");
    }

    @Test
    void pattern_thatIsNone_isRefused() {
        assertThat(Settings.MASK.read("\\d+ x")).isEqualTo("\\d+ x");
        assertRefused(Settings.MASK, "(");
        assertRefused(Settings.KEY_PREFIX, "a b");
        assertRefused(Settings.KEY_PREFIX, "");
    }

    @Test
    void default_thatIsNotAllowed_isFoundAtOnce() {
        assertThatThrownBy(() -> Setting.number("n", "7", new Range("0", "5"), ""))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'n' is '7'");
    }

    @Test
    void settings_haveDistinctNamesAndHelp() {
        for (List<Setting<?>> all : List.of(Settings.ALL, ReaderSettings.ALL)) {
            Set<String> names = new HashSet<>();
            for (Setting<?> setting : all) {
                assertThat(names.add(setting.name())).as(setting.name()).isTrue();
                assertThat(setting.help()).as(setting.name()).endsWith(".");
                assertThat(setting.defaultValue()).isEqualTo(setting.read(setting.defaultText()));
            }
        }
    }

    @Test
    void settings_thatAreDefined_areListed() throws IllegalAccessException {
        assertThat(Settings.ALL).containsExactlyInAnyOrderElementsOf(definedIn(Settings.class));
        assertThat(ReaderSettings.ALL).containsAll(definedIn(ReaderSettings.class));
    }

    private static List<Setting<?>> definedIn(Class<?> type) throws IllegalAccessException {
        List<Setting<?>> defined = new ArrayList<>();
        for (Field field : type.getFields()) {
            if (field.getType() == Setting.class) {
                defined.add((Setting<?>) Objects.requireNonNull(field.get(null)));
            }
        }
        return defined;
    }

    /** Checks that a shown URL has the host, the port, the database, and of each parameter only the name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis://host:6379/1 | redis://host:6379/1",
                "rediss://with_underscore | rediss://with_underscore",
                "redis://[::1]:6379 | redis://[::1]:6379",
                "redis://user:pass@host | redis://***@host",
                "redis://:pass@host | redis://***@host",
                "redis://pass@host | redis://***@host",
                "redis://user:p@ss@host:1 | redis://***@host:1",
                "redis://user:p/ss@host:1 | redis://***@host:1",
                "redis://user:p:s?s#@host | redis://***@host",
                "redis://user:2024/Winter@host:1/2 | redis://***@host:1/2",
                "redis://user:2024 Winter@host | redis://***@host",
                "redis://user:a?b=c@host | redis://***",
                "redis://user:pass | redis://***",
                "redis://host?timeout=1s | redis://host?timeout=***",
                "jdbc:postgresql://h:5432/db?user=me@corp | jdbc:postgresql://h:5432/db?user=***",
                "jdbc:postgresql://a:1,b:2/db | jdbc:postgresql://a:1,b:2/db",
                "jdbc:postgresql://h/db?user=a&password=p&ssl | jdbc:postgresql://h/db?user=***&password=***&***",
                "jdbc:postgresql://h/db?password=two words; x=1 | jdbc:postgresql://h/db?password=***",
                "jdbc:postgresql://h/db?password=p@ss | jdbc:postgresql://h/db?password=***",
                "jdbc:postgresql://u:2024/Winter@h/db | jdbc:postgresql://***@h/db",
                "jdbc:postgresql://h/db password=p | jdbc:postgresql://***",
                "jdbc:x://h/db?PWD=p;a=b | jdbc:x://h/db?PWD=***",
                "jdbc:x://h/db;password=a;b | jdbc:x://h/db;password=***",
                "jdbc:sqlite:e.db?key=two words | jdbc:sqlite:e.db?key=***",
                "u:p@host/db | ***@host/db",
                "/var/lib/centralog.db | /var/lib/centralog.db",
                "no address | no address"
            })
    void uri_isShownWithoutItsSecrets(String text, String shown) {
        assertThat(Setting.text("t", "", "").shown(text)).isEqualTo(shown);
        if (text.contains("://")) {
            assertThat(Setting.hidePassword(text)).isEqualTo(shown);
        }
        assertThat(Setting.hidePassword("at '" + shown + "': refused")).isEqualTo("at '" + shown + "': refused");
    }

    /** Checks texts in which more is hidden than necessary, because the end of the URL is not known. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "can't reach redis://u:p@h now | can't reach redis://***@h now",
                "can't reach redis://u:2024/p@h now | can't reach redis://***@h now",
                "can't reach redis://u:p q@h now | can't reach redis://***@h now",
                "can't reach redis://h:1 now, ask me@corp | can't reach redis://h:1 now, ask me@corp",
                "no driver for jdbc:x://h/d?user=u&password=p q;r: none | no driver for jdbc:x://h/d?user=***&password=***",
                "no driver for jdbc:x://h/d?user=me@corp | no driver for jdbc:x://h/d?user=***",
                "a=1 password=p q | a=1 password=***",
                "1 > 0 ? a=b : c@d | 1 > 0 ? a=b : c@d"
            })
    void text_thatQuotesAUri_isShownWithoutItsSecrets(String text, String shown) {
        assertThat(Setting.hidePassword(text)).isEqualTo(shown);
        assertThat(Setting.hidePassword(shown)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://u:2024/p@h",
                "redis://u:20?p@h",
                "redis://u:20#p@h",
                "redis://u:p@q@h",
                "redis://h/0?x=1",
                "redis://h?timeout=1s",
                "redis://h/0#1",
                "redis://h/first",
                "redis://h/-1",
                "redis://h/1/2",
                "redis://h/65536"
            })
    void uri_withASecretThatWouldBeTakenForSomethingElse_isRefused(String text) {
        assertThatThrownBy(() -> Settings.REDIS.read(text)).isInstanceOf(ConfigException.class);
    }

    /** Checks long texts: a regular expression that repeats a group needs stack for each repetition. */
    @ParameterizedTest
    @ValueSource(strings = {"redis://h%s", "%s//u:p@h", "at redis://u:%s@h", "x %s://y", "jdbc:%s//h/d", "a@%s=b"})
    void text_thatIsLong_isShown(String form) {
        for (String repeated : List.of(",", "a:", "b ", "://", "@", "/a", "x=1&", "[", "1")) {
            String text = String.format(Locale.ROOT, form, repeated.repeat(50_000));

            assertThat(Setting.hidePassword(text)).isNotNull();
            assertThat(Settings.REDIS.shown(text)).isNotNull();
        }
    }

    @Test
    void pattern_isNoUri() {
        assertThat(Settings.MASK.shown("\\b\\w+:.*@\\w+|[?&]password=\\S+"))
                .isEqualTo("\\b\\w+:.*@\\w+|[?&]password=\\S+");
    }

    @Test
    void secret_isNeverShown() {
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS_PASSWORD, "hush")
                .with(Settings.REDIS, "redis://u:hush@h");

        assertThat(config.toString()).doesNotContain("hush").contains("redisPassword=***", "redis://***@h");
        assertThatThrownBy(() -> Settings.REDIS.read("http://u:hush@h"))
                .hasMessageContaining("http://***@h")
                .hasMessageNotContaining("hush");
    }
}
