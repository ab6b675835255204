// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.internal.redis.ModelRedis;
import dev.centralog.internal.redis.ModelRedis.Batched;
import dev.centralog.internal.redis.ModelRedis.State;
import dev.centralog.internal.ship.WatchedDisk;
import dev.centralog.internal.spill.ModelDisk;
import dev.centralog.internal.wire.Window;
import dev.centralog.simulation.Books.Part;
import dev.centralog.simulation.Network.Link;
import dev.centralog.simulation.Plan.Loss;
import dev.centralog.simulation.Plan.Rate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: some producers, a Redis, some gatherers and a database. A sequence of random numbers decides who takes
 * the next step and which faults happen; the same seed gives the same schedule. At the end all faults stop until
 * everything is stored that can be; {@link #audit} then checks the result.
 */
final class World {
    private static final long START_MILLIS = 1_790_000_000_000L;
    private static final long HOUR_MILLIS = 3_600_000;

    final SplittableRandom random;
    final Plan plan;
    final @Nullable Mutant mutant;
    final ModelRedis redis;
    final ModelRedis replicated;
    final Network network;
    final Database database;
    final List<String> broken = new ArrayList<>();
    final ModelDisk disk = new ModelDisk();
    final WatchedDisk.Contents spilled = new WatchedDisk.Contents();
    final List<Application> applications = new ArrayList<>();
    final List<Gatherer> gatherers = new ArrayList<>();
    final Set<Window> forgotten = new HashSet<>();
    private final long seed;
    private final @Nullable List<String> trace;
    private final long[] wakesAtMillis;
    private final Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
    private long millis = START_MILLIS;
    private long millisOfAny = START_MILLIS;
    private long steps;
    private boolean full;
    private boolean ending;
    final BookFaults bookFaults = new BookFaults(this);
    final Split split = new Split(this);

    World(long seed, @Nullable Mutant mutant, boolean isTraced) {
        this.seed = seed;
        this.mutant = mutant;
        this.trace = isTraced ? new ArrayList<>() : null;
        random = new SplittableRandom(seed);
        Plan any = Plan.by(random);
        plan = mutant == null ? any : mutant.plan(any);
        redis = new ModelRedis(mutant == null ? null : mutant.flaw()).at(millis);
        replicated = new ModelRedis(mutant == null ? null : mutant.flaw())
                .asReplica()
                .at(millis);
        network = new Network(redis, replicated, random);
        database = new Database(mutant);
        redis.ask(List.of());
        replicate();
        for (int i = 0, size = 2 + random.nextInt(3); i < size; i++) {
            boolean isClone = i > 0 && chance(plan.rate(Rate.CLONES));
            if (isClone) {
                inject(Fault.CLONED);
            }
            boolean isBehind = isClone ? applications.get(i - 1).isBehind : i % 2 == 1;
            applications.add(new Application("producer " + i, this, isClone ? i - 1 : i, isBehind));
        }
        for (int i = 0, size = 2 + random.nextInt(2); i < size; i++) {
            gatherers.add(new Gatherer("gatherer " + i, this, i % 2 == 1));
        }
        wakesAtMillis = new long[gatherers.size()];
    }

    /** Whether something with that percentage happens now. */
    boolean chance(int percent) {
        return percent > 0 && random.nextInt(100) < percent;
    }

    /** Whether something with that percentage happens now; always false at the end. */
    boolean chanceOf(int percent) {
        return !ending && chance(percent);
    }

    void say(String who, String does, Object what) {
        if (trace != null) {
            trace.add(steps + " " + (millis - START_MILLIS) + " ms: " + who + " " + does + what);
        }
    }

    boolean isTraced() {
        return trace != null;
    }

    /** Returns what happened, one line per step. */
    String story() {
        return "seed " + seed + ", " + plan + (trace == null ? "" : "\n" + String.join("\n", trace));
    }

    long steps() {
        return steps;
    }

    /** Runs the schedule to its end. */
    World run() {
        boolean isLong = random.nextInt(16) == 0 || (mutant != null && mutant.needsLong());
        for (int i = 0, size = (40 + random.nextInt(160)) * (isLong ? 4 : 1); i < size; i++) {
            goOn();
            step();
            if (random.nextInt(4) == 0) {
                goWrong();
            }
        }
        new Ending(this).run();
        return this;
    }

    Figures audit() {
        return new Audit(this).figures();
    }

    void at(long nowMillis) {
        millis = nowMillis;
        redis.at(nowMillis + bookFaults.aheadMillis());
        replicated.at(nowMillis + bookFaults.aheadMillis());
        bookFaults.noteLine();
    }

    long millis() {
        return millis;
    }

    private void goOn() {
        steps++;
        network.step = steps;
        long more = random.nextInt(10) == 0 ? random.nextInt(5000) : random.nextInt(150);
        if (random.nextInt(10) == 0 && chance(plan.rate(Rate.JUMPS))) {
            more = switch (random.nextInt(plan.rewinds() || plan.splits() ? 2 : 4)) {
                case 0 -> 16_000;
                case 1 -> HOUR_MILLIS - 2000 + random.nextInt(4000);
                case 2 -> 25 * HOUR_MILLIS;
                default -> 40 * HOUR_MILLIS;
            };
            say("time", "jumps by ms ", more);
            replicate(); // so that a replica never lags by an hour, which is not explored
            inject(Fault.JUMP);
        }
        at(millis + more);
    }

    private void step() {
        switch (random.nextInt(8)) {
            case 0 -> log(any(applications));
            case 1, 2 -> work(any(applications));
            case 3, 4 -> gather(random.nextInt(gatherers.size()));
            case 5, 6 -> request();
            default -> answer();
        }
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void log(Application application) {
        if (application.books.isDead) {
            return;
        }
        for (int i = 0, size = 1 + random.nextInt(3); i < size; i++) {
            if (random.nextInt(3) == 0) {
                application.act();
            } else if (chance(plan.rate(Rate.CROWDED))) {
                application.log(millis - millisOfAny);
            } else if (chance(plan.rate(Rate.STRANGE_TIMES))) {
                application.log(
                        switch (random.nextInt(4)) {
                            case 0 -> HOUR_MILLIS - 3000 + random.nextInt(6000);
                            case 1 -> 3 * HOUR_MILLIS;
                            case 2 -> -3000 - random.nextInt(6000);
                            default -> 2000 + random.nextInt(8000);
                        });
            } else {
                millisOfAny = random.nextInt(8) == 0 ? millis : millisOfAny;
                application.log(random.nextInt(1500));
            }
        }
    }

    private void work(Application application) {
        if (!application.books.isDead) {
            if (application.shipper.isWaiting()) {
                request();
            } else {
                application.step();
            }
        }
    }

    private void gather(int number) {
        Gatherer gatherer = gatherers.get(number);
        if (wakesAtMillis[number] <= millis) {
            if (gatherer.isWaiting()) {
                request();
            } else {
                gatherer.step();
            }
        }
    }

    boolean request() {
        Link link = network.anyWithRequests();
        if (link == null) {
            return answer();
        }
        say(link.name, "-> ", network.run(link));
        return true;
    }

    boolean answer() {
        Link link = network.anyWithAnswers();
        if (link == null) {
            return false;
        }
        say(link.name, "<- ", network.deliver(link));
        return true;
    }

    private void goWrong() {
        if (chance(plan.rate(Rate.CUTS))) {
            cut();
        }
        if (chance(plan.rate(Rate.SILENCE))) {
            silence();
        }
        if (chance(plan.rate(Rate.SILENCE))) {
            stall();
        }
        if (chance(plan.rate(Rate.DUPLICATES))) {
            duplicate();
        }
        if (chance(plan.rate(Rate.OUTAGES)) || (!network.isUp() && random.nextInt(10) == 0)) {
            breakDownOrRecover();
        }
        if (chance(plan.rate(Rate.FULLNESS)) || (full && random.nextInt(10) == 0)) {
            full = !full;
            redis.full(full);
            say("Redis", "is full: ", full);
            if (full) {
                inject(Fault.FULL);
            }
        }
        if (chance(plan.rate(Rate.MISLED)) || (network.isMisled() && random.nextInt(10) == 0)) {
            misleadOrLeadBack();
        }
        bookFaults.goWrong();
        split.goWrong();
        if (chance(plan.rate(Rate.DEATHS))) {
            kill();
        }
        if (chance(plan.rate(Rate.SLEEPS))) {
            sleep(random.nextInt(gatherers.size()), random.nextInt(4) == 0 ? 50 * HOUR_MILLIS : random.nextInt(40_000));
        }
        if (chance(8)) {
            gatherers.get(random.nextInt(gatherers.size())).keepLeases();
        }
        if (plan.loss() != Loss.NOTHING && random.nextInt(25) == 0) {
            lose();
        }
    }

    private void cut() {
        boolean silently = random.nextBoolean();
        if (!network.isUp()) {
            return;
        }
        inject(silently ? Fault.RECONNECT : Fault.CUT);
        if (random.nextBoolean()) {
            Application application = any(applications);
            say(application.name, "loses its connection, silently: ", silently);
            if (silently) {
                application.reconnect();
            } else {
                application.cut();
            }
        } else {
            Gatherer gatherer = any(gatherers);
            say(gatherer.toString(), "loses its connection, silently: ", silently);
            if (silently) {
                gatherer.reconnect();
            } else {
                gatherer.cut();
            }
        }
    }

    private void silence() {
        Application application = any(applications);
        Gatherer gatherer = any(gatherers);
        if (random.nextBoolean() && !application.books.isDead && application.shipper.isWaiting()) {
            say(application.name, "gives up waiting", "");
            application.timeOut();
            inject(Fault.SILENCE);
        } else if (gatherer.isWaiting()) {
            say(gatherer.toString(), "gives up waiting", "");
            gatherer.giveUp();
            inject(Fault.SILENCE);
        }
    }

    private void stall() {
        Link link = network.anyWithRequests();
        if (link != null) {
            say(link.name, "is slow", "");
            link.runsAgainAt = steps + random.nextInt(80);
            inject(Fault.STALL);
        }
    }

    private void duplicate() {
        Link link = network.anyWithRequests();
        if (link != null) {
            say(link.name, "sends twice", "");
            network.duplicate(link);
            inject(Fault.DUPLICATE);
        }
    }

    private void breakDownOrRecover() {
        say("Redis", "is up: ", !network.isUp());
        if (network.isUp()) {
            network.down(0);
            inject(Fault.OUTAGE);
        } else {
            network.up();
        }
    }

    private void misleadOrLeadBack() {
        network.mislead(!network.isMisled());
        say("the address", "leads to a replica: ", network.isMisled());
        if (network.isMisled()) {
            inject(Fault.MISLED);
            any(applications).cut();
            any(gatherers).cut();
        } else if (random.nextBoolean()) {
            replicaCatchesUp();
        }
    }

    private void kill() {
        if (random.nextInt(3) == 0) {
            Application application = any(applications);
            if (!application.books.isDead) {
                say(application.name, "dies", "");
                inject(Fault.PRODUCER_DIES);
                if (random.nextInt(3) == 0) {
                    application.endInAHurry();
                }
                replace(application);
            }
        } else {
            Gatherer gatherer = any(gatherers);
            say(gatherer.toString(), "dies", "");
            gatherer.die();
            inject(Fault.GATHERER_DIES);
        }
    }

    /** Kills a process, and starts another one. */
    void replace(Application application) {
        application.die();
        start(application.isBehind);
    }

    /** Starts a process; it finds what others have left on disk. */
    void start(boolean isBehind) {
        int number = applications.size();
        applications.add(new Application("producer " + number, this, number, isBehind));
    }

    /** Takes a batch out of the books of the process that has left it on disk. */
    Part takeLeft(Batched batched) {
        for (Application each : applications) {
            Part part = each.books.remove(batched);
            if (part != null) {
                return part;
            }
        }
        throw new IllegalStateException("a batch on disk is in no books");
    }

    private void lose() {
        if (plan.loss() == Loss.WIPED) {
            if (random.nextInt(3) == 0) {
                wipe();
            }
        } else if (random.nextBoolean()) {
            rewind();
        } else {
            replicaCatchesUp();
        }
    }

    private void wipe() {
        say("Redis", "is wiped", "");
        State lost = redis.state();
        redis.wipe();
        redis.ask(List.of());
        applications.forEach(each -> each.books.wiped(lost));
        inject(Fault.WIPED);
    }

    /** Wipes Redis at the worst moment for a gatherer: it has stored, and not acknowledged. */
    void stored(Gatherer gatherer) {
        if (!ending && plan.loss() == Loss.WIPED && random.nextInt(8) == 0) {
            wipe();
            sleep(gatherers.indexOf(gatherer), random.nextInt(20_000));
        }
    }

    private void sleep(int number, long forMillis) {
        wakesAtMillis[number] = millis + forMillis;
        say(gatherers.get(number).toString(), "sleeps for ms ", forMillis);
        inject(Fault.SLEEP);
    }

    /** Lets the replica catch up, and returns whether it did so in time. */
    boolean replicaCatchesUp() {
        if (!ending && random.nextInt(4) == 0) {
            return false;
        }
        say("the replica", "catches up", "");
        replicate();
        return true;
    }

    void replicate() {
        if (!split.isOn()) {
            replicated.state(redis.state().copy());
        }
    }

    private void rewind() {
        say("Redis", "goes back to an older state", "");
        inject(Fault.REWOUND);
        int silently = chance(plan.rate(Rate.SILENCE)) ? 50 : 0;
        if (silently > 0) {
            inject(Fault.HALF_OPEN);
        }
        network.down(silently);
        network.up();
        State lost = redis.state();
        redis.state(replicated.state().copy());
        lost.generations.forEach((window, number) -> {
            if (number > redis.generations(window)) {
                forgotten.add(window);
            }
        });
        for (Application each : applications) {
            each.books.rewound();
        }
    }

    /** Ends all faults. */
    void heal() {
        network.up();
        split.joinOrStay();
        network.cutDead();
        network.mislead(false);
        bookFaults.heal();
        full = false;
        redis.full(false);
        ending = true;
        network.step = Long.MAX_VALUE;
    }

    /** Counts a fault. */
    void inject(Fault fault) {
        injected.merge(fault, 1, Integer::sum);
    }

    /** Returns how often a fault was injected. */
    int injected(Fault fault) {
        return injected.getOrDefault(fault, 0);
    }
}
