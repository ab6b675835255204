// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer;

import dev.centralog.ConfigException;
import dev.centralog.gatherer.alert.Answer;
import dev.centralog.gatherer.alert.Receiver;
import dev.centralog.gatherer.alert.TestMessage;
import dev.centralog.gatherer.config.AlertSettings;
import dev.centralog.gatherer.config.GathererSettings;
import dev.centralog.gatherer.text.TerminalText;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code alert-test}, which posts a test message to the webhook. */
@Command(
        name = "alert-test",
        description =
                "Posts a test message to the webhook, once, and says what it has answered. Exit codes: 0 if it has taken"
                        + " the message, 69 if not, others as in docs/commands.md.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AlertTestCommand implements Callable<Integer> {
    private final Clock clock = Clock.systemUTC();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec command = Objects.requireNonNull(spec);
        AlertSettings settings = AlertSettings.of(
                SettingOptions.read(command, GathererSettings.OF_WEBHOOK).config());
        AlertSettings.Webhook webhook = settings.webhook();
        if (webhook == null) {
            throw new ConfigException(
                    List.of("setting 'webhook' is empty; allowed for this command is the URL to post to"));
        }
        long start = clock.millis();
        Answer answer;
        try (Receiver receiver = new Receiver(webhook, clock)) {
            answer = TestMessage.post(receiver, clock.instant());
        }
        Duration took = Duration.ofMillis(clock.millis() - start);
        command.commandLine()
                .getOut()
                .println(TerminalText.line(
                        "the webhook " + webhook + " " + answer.words() + ", after " + took.toMillis() + " ms"));
        return (answer.isTaken() ? ExitCode.OK : ExitCode.UNAVAILABLE).number();
    }
}
