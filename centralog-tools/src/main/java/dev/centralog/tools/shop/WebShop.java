// SPDX-License-Identifier: Apache-2.0
package dev.centralog.tools.shop;

import dev.centralog.Action;
import dev.centralog.ActionLog;
import dev.centralog.Centralog;
import dev.centralog.CentralogConfig;
import dev.centralog.Settings;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.MarkerManager;

/** The sample application on Log4j2. Its only argument is how many milliseconds it runs. */
public final class WebShop {
    private static final Logger CATALOG = LogManager.getLogger("com.example.shop.web.Catalog");
    private static final Logger CHECKOUT = LogManager.getLogger("com.example.shop.web.Checkout");
    private static final Logger LOGIN = LogManager.getLogger("com.example.shop.web.security.Login");
    private static final Logger CACHE = LogManager.getLogger("com.example.shop.web.Cache");
    private static final Marker SECURITY = MarkerManager.getMarker("SECURITY");
    private static final Marker AUDIT = MarkerManager.getMarker("AUDIT").setParents(SECURITY);

    private static final Duration SLICE = Duration.ofSeconds(1);

    /** The number of orders of which one brings a product's stock down, in {@link Release#FIRST}. */
    private static final int ORDERS_FOR_WARNING = 20;

    private final Activity activity = new Activity("http-nio-8080-exec");
    private final Storm storm = new Storm();
    private final Release release;
    private final ActionLog actions;
    private final AtomicInteger orders = new AtomicInteger();

    private WebShop(Release release, ActionLog actions) {
        this.release = release;
        this.actions = actions;
    }

    /** The actions of this shop's users. */
    private enum Act {
        VIEW,
        LOGON,
        FAILED_LOGON,
        PURCHASE
    }

    /**
     * Runs the shop. Its events go through Log4j2, its actions directly through the library: an application may use
     * either or both.
     */
    public static void main(String[] arguments) throws InterruptedException {
        Release release = Release.ofProcess();
        CentralogConfig config = CentralogConfig.defaults()
                .with(Settings.REDIS, System.getenv().getOrDefault("SHOP_REDIS", Settings.REDIS.defaultText()))
                .with(Settings.APP, "shop-web")
                .with(Settings.ENVIRONMENT, System.getenv().getOrDefault("SHOP_ENVIRONMENT", "demo"))
                .with(Settings.RELEASE, release.label())
                .with(Settings.SLICE_LENGTH, SLICE);
        try (Centralog centralog = Centralog.open(config)) {
            new WebShop(release, centralog.actions()).run(Duration.ofMillis(Long.parseLong(arguments[0])));
            centralog.close(Duration.ofSeconds(30));
        }
    }

    private void run(Duration time) throws InterruptedException {
        activity.every(Duration.ofMillis(4), () -> asUser(this::browse));
        activity.every(Duration.ofMillis(25), () -> asUser(this::checkOut));
        activity.every(Duration.ofMillis(20), this::pay);
        activity.every(Duration.ofMillis(150), () -> asUser(this::logIn));
        activity.every(Duration.ofMillis(1500), this::sweep);
        activity.runFor(time);
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    private static void asUser(Runnable request) {
        try (CloseableThreadContext.Instance context = CloseableThreadContext.put("user", "customer-" + random(40))) {
            context.put("requestId", Integer.toHexString(random(Integer.MAX_VALUE)));
            request.run();
        }
    }

    private void browse() {
        CATALOG.info("showed product {} in {} ms", random(500), random(80));
        activity.logged();
        for (int views = 20; views > 0; views--) {
            actions.log(random(1000), Act.VIEW);
            activity.acted();
        }
    }

    private void checkOut() {
        double euros = random(50_000) / 100.0;
        CHECKOUT.info("order {} placed: {} items, {} EUR", random(100_000), 1 + random(9), euros);
        activity.logged();
        actions.log(Action.of(random(1000), Act.PURCHASE).withValue(euros).withPayload("product-" + random(500)));
        activity.acted();
        if (orders.getAndIncrement() % ORDERS_FOR_WARNING == 0 || release == Release.SECOND) {
            CHECKOUT.warn("stock of product {} is down to {}", random(500), random(5));
            activity.logged();
        }
        if (release == Release.SECOND && random(5) == 0) {
            redeem("SPRING-HALF");
        }
    }

    /** Takes a voucher, which is new in {@link Release#SECOND}: that expects a number of percent behind the dash. */
    private void redeem(String voucher) {
        try {
            double factor = 1 - Integer.parseInt(voucher.substring(voucher.indexOf('-') + 1)) / 100.0;
            CHECKOUT.debug("voucher {} takes the price times {}", voucher, factor);
        } catch (NumberFormatException e) {
            CHECKOUT.error("discount of voucher {} could not be computed", voucher, e);
            activity.logged();
        }
    }

    private void pay() {
        for (int failures = storm.failures(); failures > 0; failures--) {
            CHECKOUT.error("payment of order {} failed", random(100_000), Storm.failure("payments"));
            activity.logged();
        }
    }

    private void logIn() {
        LOGIN.info(AUDIT, "login from 192.0.2.{}", random(256));
        activity.logged();
        actions.log(random(1000), Act.LOGON);
        activity.acted();
        if (random(4) == 0) {
            LOGIN.warn(SECURITY, "wrong password, attempt {}", 1 + random(3));
            activity.logged();
            actions.log(random(1000), Act.FAILED_LOGON);
            activity.acted();
        }
    }

    private void sweep() {
        CACHE.info("swept {} of {} entries", random(50), 1000 + random(50));
        activity.logged();
    }
}
