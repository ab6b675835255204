// SPDX-License-Identifier: Apache-2.0
package dev.centralog.internal.fold;

import dev.centralog.CentralogConfig;
import dev.centralog.EventView;
import dev.centralog.Level;
import dev.centralog.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The taker of samples: decides of how many events of a group they are due, and takes them as long as there is room.
 *
 * <p>Thread-safety: any thread; never blocks.
 */
final class Sampler {
    /** The fill of the buffer, in eighths, from which no samples are taken: they are the first to make room. */
    private static final int FULL_EIGHTHS = 4;

    private final EventFolder.Renderer renderer;
    private final MemoryBudget budget;
    private final SampleRate rate;
    private final int atWarn;
    private final int belowWarn;

    Sampler(CentralogConfig config, EventFolder.Renderer renderer, MemoryBudget budget) {
        this.renderer = renderer;
        this.budget = budget;
        this.rate = new SampleRate(config.get(Settings.SAMPLES_PER_SECOND));
        this.atWarn = config.get(Settings.SAMPLES);
        this.belowWarn = config.get(Settings.SAMPLES_BELOW_WARN);
    }

    /** Returns the number of events of a group and second that are to bring samples. */
    int due(boolean isWarnOrAbove) {
        return isWarnOrAbove ? atWarn : belowWarn;
    }

    /** Whether a level is WARN or above. */
    static boolean isWarnOrAbove(Level level) {
        return level.severity() >= Level.WARN.severity();
    }

    /** Returns the content of the sample of a group's first event, if {@code samples} of its events are to bring one. */
    SampleContent ofFirst(EventGroupKey group, int samples) {
        return samples == 0 || budget.isFuller(FULL_EIGHTHS) ? SampleContent.NONE : content(group);
    }

    private static SampleContent content(EventGroupKey group) {
        return group.template() == null ? SampleContent.WITH_TEMPLATE : SampleContent.WITHOUT_TEMPLATE;
    }

    /**
     * Returns the node that counts an event of which a sample is due: with the sample, or without one if too many are taken in
     * that second, if the buffer is filling up, or if the event can't be rendered. What it charges is to be released if the
     * node is not pushed.
     */
    <E> SampleStack.Node take(E event, EventView<E> view, EventGroupKey group, long window) {
        EventSample sample = !budget.isFuller(FULL_EIGHTHS) && rate.take(window) ? render(event, view, group) : null;
        if (sample != null) {
            int bytes = sample.content().length + EventSample.OBJECT_BYTES;
            if (budget.reserve(bytes, false)) {
                return new SampleStack.Node(sample, bytes);
            }
        }
        return new SampleStack.Node(null, 0);
    }

    private <E> @Nullable EventSample render(E event, EventView<E> view, EventGroupKey group) {
        try {
            EventSample sample = renderer.sample(event, view, content(group));
            StackReserve.ensure();
            return sample;
        } catch (Throwable ignored) { // of a repeat only the sample is missing, which is counted
            return null;
        }
    }
}
