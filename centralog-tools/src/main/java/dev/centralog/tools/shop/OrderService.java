// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.shop;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** The sample application on Logback. Its only argument is how many milliseconds it runs. */
public final class OrderService {
    private static final Logger INTAKE = LoggerFactory.getLogger("com.example.shop.orders.Intake");
    private static final Logger WAREHOUSE = LoggerFactory.getLogger("com.example.shop.orders.Warehouse");
    private static final Logger LABELS = LoggerFactory.getLogger("com.example.shop.orders.Labels");
    private static final Logger MAIL = LoggerFactory.getLogger("com.example.shop.orders.mail.Sender");
    private static final Logger JOBS = LoggerFactory.getLogger("com.example.shop.orders.NightlyJobs");
    private static final Logger RETURNS = LoggerFactory.getLogger("com.example.shop.orders.Returns");
    private static final Marker BILLING = MarkerFactory.getMarker("BILLING");
    private static final Marker ACTION = MarkerFactory.getMarker("ACTION");

    private final Activity activity = new Activity("order-worker");
    private final Storm storm = new Storm();

    private OrderService() {}

    public static void main(String[] arguments) throws InterruptedException {
        new OrderService().run(Duration.ofMillis(Long.parseLong(arguments[0])));
    }

    private void run(Duration time) throws InterruptedException {
        activity.every(Duration.ofMillis(8), this::takeIn);
        activity.every(Duration.ofMillis(40), this::pack);
        activity.every(Duration.ofMillis(20), this::send);
        activity.every(Duration.ofMillis(30), this::takeBack);
        activity.every(Duration.ofMillis(1200), this::housekeeping);
        activity.every(Duration.ofMillis(3600), this::awaitCarrier);
        if (Release.ofProcess() == Release.FIRST) {
            activity.every(Duration.ofMillis(250), this::printLabel);
        }
        activity.runFor(time);
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    private void takeIn() {
        MDC.put("user", "customer-" + random(40));
        MDC.put("requestId", Integer.toHexString(random(Integer.MAX_VALUE)));
        try {
            INTAKE.info("took in order {} of customer {}", random(100_000), MDC.get("user"));
            activity.logged();
            if (random(20) == 0) {
                INTAKE.warn(BILLING, "order {} has no invoice address", random(100_000));
                activity.logged();
            }
        } finally {
            MDC.clear();
        }
    }

    private void pack() {
        WAREHOUSE
                .atInfo()
                .addKeyValue("shelf", random(30))
                .addKeyValue("weightGrams", 100 + random(5000))
                .log("packed order {}", random(100_000));
        activity.logged();
    }

    private void send() {
        for (int failures = storm.failures(); failures > 0; failures--) {
            MAIL.error("could not send the confirmation of order {}", random(100_000), Storm.failure("mail"));
            activity.logged();
        }
    }

    /** Logs an action that the appender counts; with the setting {@code actionEvents} it is stored as no event. */
    private void takeBack() {
        RETURNS.atInfo()
                .addMarker(ACTION)
                .addKeyValue("user", random(1000))
                .addKeyValue("action", "RETURN")
                .addKeyValue("value", random(10_000) / 100.0)
                .log("took back an order");
        activity.acted();
    }

    private void housekeeping() {
        JOBS.info("{} orders wait for their carrier", random(200));
        activity.logged();
    }

    private void awaitCarrier() {
        JOBS.warn("carrier {} is late", "carrier-" + random(4), new IllegalStateException("no pick-up since 09:00"));
        activity.logged();
    }

    private void printLabel() {
        LABELS.error("no label for order {}", random(100_000), new IllegalArgumentException("no such paper: A6"));
        activity.logged();
    }
}
