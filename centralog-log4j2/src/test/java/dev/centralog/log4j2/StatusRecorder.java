// SPDX-License-Identifier: Apache-2.0
package dev.centralog.log4j2;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/** Records all messages to Log4j2's status logger from its creation until it is closed. */
final class StatusRecorder implements AutoCloseable {
    private final List<StatusData> told = new CopyOnWriteArrayList<>();
    private final StatusListener listener;

    StatusRecorder(Level level) {
        listener = new StatusListener() {
            @Override
            public void log(StatusData data) {
                told.add(data);
            }

            @Override
            public Level getStatusLevel() {
                return level;
            }

            @Override
            public void close() {}
        };
        StatusLogger.getLogger().registerListener(listener);
    }

    /** Returns the messages of that level that contain the text. */
    List<String> messages(Level wanted, String text) {
        return told.stream()
                .filter(data -> data.getLevel().equals(wanted))
                .map(data -> data.getMessage().getFormattedMessage())
                .filter(message -> message.contains(text))
                .toList();
    }

    /** Returns all messages as one text. */
    String all() {
        return told.stream()
                .map(data ->
                        data.getLevel() + " " + data.getMessage().getFormattedMessage() + " " + data.getThrowable())
                .toList()
                .toString();
    }

    @Override
    public void close() {
        StatusLogger.getLogger().removeListener(listener);
    }
}
