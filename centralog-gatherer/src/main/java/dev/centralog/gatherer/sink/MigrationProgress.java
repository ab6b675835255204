// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.sink;

import dev.centralog.StatusListener;
import dev.centralog.StatusListener.Severity;
import java.util.Locale;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * The lines that show how an upgrade of the tables goes on: at its start, every few seconds while it takes longer, and at its end.
 * Making tables where there are none says nothing, unless it takes long.
 *
 * <p>Thread-safety: any thread.
 */
final class MigrationProgress implements Callback, AutoCloseable {
    private static final long EVERY_MILLIS = 5000;
    private static final double NANOS = 1e9;

    private final StatusListener status;
    private final String name;
    private final int from;
    private final LongSupplier nanos;
    private final long startNanos;
    private final Timer timer;
    private volatile @Nullable String step;

    private MigrationProgress(Database database, int from, LongSupplier nanos) {
        this.status = database.target().status();
        this.name = database.name();
        this.from = from;
        this.nanos = nanos;
        startNanos = nanos.getAsLong();
        timer = new Timer("centralog-migration-progress", true);
    }

    /**
     * Shows the progress until it is closed.
     *
     * @param from the version of the tables that are there; 0 for none
     */
    static MigrationProgress start(Database database, int from) {
        MigrationProgress progress = new MigrationProgress(database, from, System::nanoTime);
        if (from > 0) {
            progress.say("upgrading the tables in " + progress.name + " from version " + from + " to " + Schema.VERSION
                    + "; meanwhile nothing is stored, and what is logged waits in Redis");
        }
        TimerTask each = new TimerTask() {
            @Override
            public void run() {
                progress.sayStep();
            }
        };
        progress.timer.schedule(each, EVERY_MILLIS, EVERY_MILLIS);
        return progress;
    }

    /** Says how far it is. */
    void sayStep() {
        String now = step;
        if (now != null) {
            say("still making the tables in " + name + ": at version " + now + " of " + Schema.VERSION + ", for "
                    + seconds() + " s so far");
        }
    }

    /** Says that the upgrade is done. */
    void done() {
        if (from > 0) {
            say("the tables in " + name + " are of version " + Schema.VERSION + " now, after " + seconds() + " s");
        }
    }

    private String seconds() {
        return String.format(Locale.ROOT, "%.1f", (nanos.getAsLong() - startNanos) / NANOS);
    }

    private void say(String text) {
        status.say(Severity.INFO, text, null);
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        step = String.valueOf(context.getMigrationInfo().getVersion());
    }

    @Override
    public String getCallbackName() {
        return "progress";
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
