// SPDX-License-Identifier: Apache-2.0
package dev.centralog.browser;

import dev.centralog.CentralogConfig;
import dev.centralog.StatusListener;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.config.PageAccess;
import dev.centralog.gatherer.page.PageViews;
import dev.centralog.gatherer.page.StoredViews;
import dev.centralog.gatherer.sink.SinkTarget;
import dev.centralog.gatherer.web.PageContent;
import dev.centralog.gatherer.web.PageServer;
import dev.centralog.testkit.TemporaryDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The real page over a small known store. Thread-safety: any thread. */
final class ServedPage implements AutoCloseable {
    private static final String WELL =
            "{\"exitCode\":0,\"version\":\"0.1.0\",\"commit\":\"0\",\"java\":\"17\",\"failures\":[],\"findings\":[]}";
    private static final String ILL =
            "{\"exitCode\":2,\"version\":\"0.1.0\",\"commit\":\"0\",\"java\":\"17\",\"failures\":[],\"findings\":[{\"level\":\"critical\",\"text\":\"no gatherer takes what is due\"}]}";

    private final Path directory = TemporaryDirectories.create("browser");
    private final StoredViews stored;
    private final PageServer server;
    private volatile boolean isDatabaseAway;
    private volatile boolean isIll;

    /** Views whose database can be taken away. */
    private final class Views implements PageViews {
        @Override
        public Answer answer(String view, Map<String, List<String>> parameters) {
            return isDatabaseAway
                    ? new Answer(503, "{\"error\":\"the database can't be read: taken away by a test\"}")
                    : stored.answer(view, parameters);
        }

        @Override
        public Answer change(String path, byte[] body, String by) {
            return stored.change(path, body, by);
        }

        @Override
        public void close() {
            stored.close();
        }
    }

    /** Fills a store and starts the server. Blocks for about two seconds. */
    ServedPage() {
        SinkTarget target =
                new SinkTarget("jdbc:sqlite:" + directory.resolve("page.db"), "", "", StatusListener.standardError());
        KnownEvents.store(target, Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
        stored = StoredViews.open(target);
        CentralogConfig config = CentralogConfig.defaults().with(GathererSettings.PAGE, "127.0.0.1:0");
        PageContent content =
                new PageContent(new Views(), () -> new PageViews.Answer(200, isIll ? ILL : WELL), List::of);
        try {
            server = PageServer.start(PageAccess.of(config), content, address -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the address without a path. */
    String origin() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Returns the address that signs in. */
    String signIn() {
        return server.address();
    }

    void setDatabaseAway(boolean away) {
        isDatabaseAway = away;
    }

    void setIll(boolean ill) {
        isIll = ill;
    }

    @Override
    public void close() {
        server.close();
        stored.close();
        TemporaryDirectories.delete(directory);
    }
}
