// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.testkit.ChromiumPrograms;
import dev.centralog.testkit.TemporaryDirectories;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser without a window, at one page. Not thread-safe. */
final class Browser implements AutoCloseable {
    private static final Pattern URL =
            Pattern.compile("\"method\":\"Network\\.requestWillBeSent\".*?\"request\":\\{.*?\"url\":\"([^\"]*)\"");
    private static final String AXE_RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: arguments[0]}).then(
                (found) => done(found.violations.map((each) => each.impact + ' ' + each.id + ': ' + each.nodes.map((node) => node.html).slice(0, 3).join(' | '))),
                (failure) => done(['axe failed: ' + failure]));
            """;

    private final Path profile = TemporaryDirectories.create("chromium");
    private final Path downloads = TemporaryDirectories.create("downloads");
    private final ChromeDriver driver;
    private final ServedPage page;
    private final String axe;

    Browser(ServedPage page) {
        this.page = page;
        ChromeOptions options = new ChromeOptions();
        options.setBinary(ChromiumPrograms.browser().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--lang=en",
                "--user-data-dir=" + profile);
        options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.WARNING);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(ChromiumPrograms.driver().toFile())
                .withSilent(true)
                .build();
        driver = new ChromeDriver(service, options);
        axe = resource("/axe.min.js");
        driver.get(page.signIn());
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Browser.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a path of the page, in its usual form: light, and as wide as a desk's screen. Waits until all is read. */
    void open(String path) {
        show(Form.LIGHT);
        driver.get(page.origin() + path);
        awaitRead();
    }

    /** Waits until the page has read all that its address asks for. */
    void awaitRead() {
        waiting("the page has read all")
                .until(() -> Boolean.TRUE.equals(
                        script("return document.querySelector('main')?.getAttribute('aria-busy') === 'false'")));
    }

    private static ConditionFactory waiting(String what) {
        return Awaitility.await(what).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }

    /** The forms in which a page is shown. */
    enum Form {
        LIGHT(1400, "light"),
        DARK(1400, "dark"),
        NARROW(360, "light");

        private final int width;
        private final String scheme;

        Form(int width, String scheme) {
            this.width = width;
            this.scheme = scheme;
        }
    }

    /** Shows the page in a form, without loading it again. */
    void show(Form form) {
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", form.width, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
        cdp(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", form.scheme))));
    }

    /** Cuts the browser off from the network, or connects it again. */
    void setOffline(boolean offline) {
        cdp(
                "Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Forgets all files that the browser has kept. */
    void forgetCache() {
        cdp("Network.clearBrowserCache", Map.of());
    }

    private void cdp(String command, Map<String, Object> parameters) {
        driver.executeCdpCommand(command, parameters);
    }

    /** Runs a script in the page, and returns what it returns; an empty text if that is nothing. */
    Object script(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
    }

    /** Returns the text that is shown of the first element that matches; waits for it. */
    String text(String css) {
        return waiting(css).until(() -> texts(css), found -> !found.isEmpty()).get(0);
    }

    /** Returns the texts that are shown of all elements that match. */
    List<String> texts(String css) {
        // At once, as the page may read again meanwhile.
        Object found = script(
                "return [...document.querySelectorAll(arguments[0])].map((each) => each.innerText.trim().replace(/\\s+/g, ' '))",
                css);
        return ((List<?>) found).stream().map(Object::toString).toList();
    }

    /** Waits until no element matches. */
    void awaitGone(String css) {
        waiting("no " + css)
                .until(() -> driver.findElements(By.cssSelector(css)).isEmpty());
    }

    /** Returns the first element that matches; waits for it. */
    WebElement find(String css) {
        return waiting(css)
                .until(() -> driver.findElements(By.cssSelector(css)), found -> !found.isEmpty())
                .get(0);
    }

    /** Clicks an element, and waits until the page has read what that asks for. */
    void click(String css) {
        find(css).click();
        awaitRead();
    }

    /** Clicks a link that saves a file, and returns what was saved under a name of that form. */
    String download(String css, String glob) {
        find(css).click();
        // It has another name until it is whole.
        Path file = waiting(glob)
                .until(() -> saved(glob), found -> !found.isEmpty())
                .get(0);
        try {
            String content = Files.readString(file);
            Files.delete(file);
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> saved(String glob) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(downloads, glob)) {
            List<Path> found = new ArrayList<>();
            files.forEach(found::add);
            return found;
        }
    }

    /** Presses keys where the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Types a search and starts it. */
    void search(String text) {
        press("/");
        press(Keys.BACK_SPACE, text, Keys.ENTER);
        awaitRead();
    }

    /** Drags from one place of an element to another one, in shares of its width. */
    void drag(String css, double from, double to) {
        WebElement element = find(css);
        int width = element.getSize().getWidth();
        new Actions(driver)
                .moveToElement(element, (int) (width * (from - 0.5)), 0)
                .clickAndHold()
                .moveToElement(element, (int) (width * (to - 0.5)), 0)
                .release()
                .perform();
        awaitRead();
    }

    void back() {
        driver.navigate().back();
        awaitRead();
    }

    String title() {
        return Objects.requireNonNullElse(driver.getTitle(), "");
    }

    /** Returns the address from the path on. */
    String address() {
        return Objects.requireNonNull(driver.getCurrentUrl()).replace(page.origin(), "");
    }

    /** Returns the faults that axe finds: impact, rule and elements. */
    List<String> axe() {
        return axe(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"));
    }

    /** Returns the faults in the contrasts of colours: all other faults are the same in all colours. */
    List<String> axeOfColours() {
        return axe(Map.of("type", "rule", "values", List.of("color-contrast")));
    }

    private List<String> axe(Object rules) {
        script(axe);
        Object found = driver.executeAsyncScript(AXE_RUN, rules);
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(Object::toString).toList();
    }

    /** Returns how many pixels of the page are beyond its right edge. */
    long overflow() {
        Object pixels = script("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        return ((Number) pixels).longValue();
    }

    /** Asserts that nothing has complained, the policy on content included, and that no request left for elsewhere. */
    void assertQuiet() {
        List<String> complaints = driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
        assertThat(complaints).isEmpty();
        List<String> asked = driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .flatMap(entry -> URL.matcher(entry.getMessage()).results().map(MatchResult::group))
                .map(each -> each.replaceFirst(".*\"url\":\"", ""))
                .filter(each -> !each.startsWith("data:") && !each.startsWith("chrome:"))
                .toList();
        assertThat(asked).isNotEmpty().allMatch(each -> each.startsWith(page.origin() + "/"));
    }

    /** Forgets complaints that a test has caused: an answer that is an error is one. */
    void ignoreComplaints() {
        driver.manage().logs().get(LogType.BROWSER);
    }

    /** Writes a picture of the whole page into {@code target/screenshots}. */
    void picture(String name) {
        Object height = script("return Math.min(document.documentElement.scrollHeight, 2400)");
        Object width = script("return document.documentElement.clientWidth");
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        try {
            Path directory = Files.createDirectories(Path.of("target/screenshots"));
            Files.write(directory.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        TemporaryDirectories.delete(profile);
        TemporaryDirectories.delete(downloads);
    }
}
