// SPDX-License-Identifier: Apache-2.0
package dev.centralog.gatherer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.centralog.gatherer.engine.DeliverySteps.Step;
import org.junit.jupiter.api.Test;

class DeliveryStepsTest {
    private final DeliverySteps steps = new DeliverySteps();

    private Step done() {
        steps.onDone();
        return steps.next();
    }

    @Test
    void delivery_isAcknowledgedAfterItIsStored() {
        assertThat(steps.next()).isEqualTo(Step.READ);
        assertThat(done()).isEqualTo(Step.STORE);
        assertThat(done()).isEqualTo(Step.ACKNOWLEDGE);
        assertThat(done()).isEqualTo(Step.DONE);
        assertThat(done()).isEqualTo(Step.DONE);
    }

    @Test
    void delivery_thatFails_isReleasedAndNotAcknowledged() {
        for (int doneBefore = 0; doneBefore < 3; doneBefore++) {
            DeliverySteps failing = new DeliverySteps();
            for (int i = 0; i < doneBefore; i++) {
                failing.onDone();
            }

            failing.onFailure();

            assertThat(failing.next()).isEqualTo(Step.RELEASE);
            failing.onDone();
            assertThat(failing.next()).isEqualTo(Step.DONE);
        }
    }
}
