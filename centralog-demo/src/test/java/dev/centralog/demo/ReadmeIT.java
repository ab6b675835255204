// SPDX-License-Identifier: Apache-2.0
package dev.centralog.demo;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import dev.centralog.testkit.SharedRedis;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The configurations that the README shows, as they stand there but for Redis's address, deliver. */
class ReadmeIT {
    private static final Pattern XML_BLOCK = Pattern.compile("```xml\\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    static final SharedRedis REDIS = new SharedRedis();

    @Test
    void log4j2Block_delivers(@TempDir Path directory) throws Exception {
        var context = Configurator.initialize(null, new ConfigurationSource(configuration("<Configuration>")));
        context.getLogger("readme.Shop").warn("sold {}", 1);
        Configurator.shutdown(context);

        assertDelivered(directory);
    }

    @Test
    void logbackBlock_delivers(@TempDir Path directory) throws Exception {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(configuration("<configuration>"));
        context.getLogger("readme.Shop").warn("sold {}", 1);
        context.stop();

        assertDelivered(directory);
    }

    private static void assertDelivered(Path directory) throws Exception {
        StoredRows stored = StoredRows.gather(REDIS.uri(), "jdbc:sqlite:" + directory.resolve("readme.db"));
        assertThat(stored.number("SELECT count(*) FROM events WHERE message = 'sold 1' AND app = 'shop'"
                        + " AND environment = 'production' AND level = 'WARN'"))
                .isEqualTo(1);
    }

    private static InputStream configuration(String start) throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        List<String> blocks = XML_BLOCK
                .matcher(readme)
                .results()
                .map((MatchResult block) -> block.group(1))
                .filter(block -> block.startsWith(start))
                .toList();
        assertThat(blocks).as("blocks of the README that start with " + start).hasSize(1);
        String text = blocks.get(0).replace("redis://localhost:6379", REDIS.uri());
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
