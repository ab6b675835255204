// SPDX-License-Identifier: Apache-2.0
package dev.centralog.simulation;

import dev.centralog.CentralogException;
import dev.centralog.internal.redis.ModelRedis;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connections to Redis. Each keeps the order of its requests and of its answers; different connections have no
 * common order. A connection that is cut leaves behind what was sent over it: a part of that may be executed at any
 * later time, and its answers are lost.
 */
final class Network {
    private final ModelRedis redis;
    private final ModelRedis replica;
    private final SplittableRandom random;
    private boolean isSplit;
    private final List<Link> links = new ArrayList<>();
    private final List<Link> dead = new ArrayList<>();
    private boolean isUp = true;
    private boolean isMisled;
    long step;

    /** A call under way, or its answer on the way back. */
    static final class Call<T> {
        private final String what;
        private final Object of;
        private @Nullable Object said;
        private final Function<ModelRedis, T> script;
        private final Consumer<T> answered;
        private final Consumer<CentralogException> failed;

        Call(
                String what,
                Object of,
                Function<ModelRedis, T> script,
                Consumer<T> answered,
                Consumer<CentralogException> failed) {
            this.what = what;
            this.of = of;
            this.script = script;
            this.answered = answered;
            this.failed = failed;
        }

        Answer run(ModelRedis on) {
            try {
                T answer = script.apply(on);
                said = answer;
                return new Answer(this, () -> answered.accept(answer), false);
            } catch (CentralogException e) {
                said = e.getMessage();
                return new Answer(this, () -> failed.accept(e), ModelRedis.READONLY.equals(e.getMessage()));
            }
        }

        @Override
        public String toString() {
            return what + of + " = " + said;
        }
    }

    /**
     * An answer on the way back.
     *
     * @param isOfReplica whether it is the refusal of a replica; a client then closes the connection
     */
    private record Answer(Call<?> call, Runnable taking, boolean isOfReplica) {}

    /** One connection. */
    static final class Link {
        final String name;
        private final boolean isBehind;
        private ModelRedis server;
        final Deque<Call<?>> requests = new ArrayDeque<>();
        final Deque<Answer> answers = new ArrayDeque<>();
        final List<Call<?>> lost = new ArrayList<>();
        boolean isOpen = true;

        /** Whether its server is unavailable without a sign to the client. */
        boolean isDead;

        /** The first step at which something moves on it again. */
        long runsAgainAt;

        Link(String name, boolean isBehind, ModelRedis server) {
            this.name = name;
            this.isBehind = isBehind;
            this.server = server;
        }

        /** Asks and returns the answer at once; fails at once if the server is unavailable. */
        <T> T ask(Function<ModelRedis, T> question) {
            if (isDead) {
                throw new CentralogException("no answer");
            }
            return question.apply(server);
        }
    }

    Network(ModelRedis redis, ModelRedis replica, SplittableRandom random) {
        this.redis = redis;
        this.replica = replica;
        this.random = random;
    }

    boolean isUp() {
        return isUp;
    }

    /** Whether new connections lead to the replica. */
    boolean isMisled() {
        return isMisled;
    }

    void mislead(boolean toReplica) {
        isMisled = toReplica;
    }

    /** Sets whether clients behind the partition reach the replica, and only that. */
    void split(boolean isReplicaReached) {
        isSplit = isReplicaReached;
    }

    private ModelRedis reached(boolean isBehind) {
        return isMisled || (isSplit && isBehind) ? replica : redis;
    }

    /**
     * Connects again.
     *
     * @param isBehind whether the client is behind the partition if there is one
     */
    Link connect(String name, boolean isBehind) {
        if (!isUp) {
            throw new CentralogException("Redis is away");
        }
        Link link = new Link(name, isBehind, reached(isBehind));
        links.add(link);
        return link;
    }

    void send(Link link, Call<?> call) {
        if (!link.isOpen) {
            throw new CentralogException("not connected");
        }
        if (!link.isDead) {
            link.requests.add(call);
        } else {
            link.lost.add(call);
        }
    }

    /** Returns a random connection with a request for Redis; null if there is none. */
    @Nullable
    Link anyWithRequests() {
        return any(true);
    }

    @Nullable
    Link anyWithAnswers() {
        return any(false);
    }

    private @Nullable Link any(boolean requests) {
        int size = links.size();
        int start = size == 0 ? 0 : random.nextInt(size);
        for (int i = 0; i < size; i++) {
            Link link = links.get((start + i) % size);
            if (link.runsAgainAt <= step && !(requests ? link.requests : link.answers).isEmpty()) {
                return link;
            }
        }
        return null;
    }

    /** Lets Redis execute the next request of a connection, and returns the call. */
    Call<?> run(Link link) {
        Call<?> call = link.requests.remove();
        Answer answer = call.run(link.server);
        if (link.isOpen) {
            link.answers.add(answer);
        }
        forget(link);
        return call;
    }

    /** Delivers the next answer. */
    Call<?> deliver(Link link) {
        Answer answer = link.answers.remove();
        answer.taking.run();
        if (answer.isOfReplica) {
            cut(link);
        }
        return answer.call;
    }

    /** Makes a copy of the next request arrive over another connection at some later time. */
    void duplicate(Link link) {
        Link copy = new Link(link.name + "'", link.isBehind, link.server);
        copy.requests.add(link.requests.element());
        copy.isOpen = false;
        links.add(copy);
    }

    /** Closes the connection, or tells the client that it is broken: calls without an answer fail. */
    void cut(Link link) {
        if (!link.isOpen) {
            return;
        }
        link.isOpen = false;
        List<Call<?>> failing = unanswered(link);
        link.answers.clear();
        lose(link);
        CentralogException broken = new CentralogException("connection lost");
        failing.forEach(call -> call.failed.accept(broken));
    }

    /** Reconnects the client without telling it, as Lettuce does, and sends the requests without an answer again. */
    Link replace(Link link) {
        Link next = new Link(link.name, link.isBehind, reached(link.isBehind));
        next.requests.addAll(unanswered(link));
        link.isOpen = false;
        link.answers.clear();
        lose(link);
        links.add(next);
        return next;
    }

    private static List<Call<?>> unanswered(Link link) {
        List<Call<?>> calls = new ArrayList<>(link.lost);
        link.lost.clear();
        link.answers.forEach(answer -> calls.add(answer.call));
        calls.addAll(link.requests);
        return calls;
    }

    /** Loses a random number of the requests under way, the last ones. */
    private void lose(Link link) {
        int lost = random.nextInt(link.requests.size() + 1);
        for (int i = 0; i < lost; i++) {
            link.requests.removeLast();
        }
        forget(link);
    }

    private void forget(Link link) {
        if (!link.isOpen && link.requests.isEmpty()) {
            links.remove(link);
        }
    }

    /**
     * Makes Redis unavailable, and loses everything under way to it.
     *
     * @param silently the percentage of connections that do not notice
     */
    void down(int silently) {
        isUp = false;
        gone(redis, silently);
        gone(replica, silently);
    }

    /** Makes a server unavailable, and loses everything under way to it. */
    private void gone(ModelRedis server, int silently) {
        for (Link link : List.copyOf(links)) {
            if (link.server != server) {
                continue;
            }
            links.remove(link);
            if (link.isOpen && random.nextInt(100) < silently) {
                link.lost.addAll(unanswered(link));
                link.requests.clear();
                link.answers.clear();
                link.isDead = true;
                dead.add(link);
                continue;
            }
            List<Call<?>> failing = link.isOpen ? unanswered(link) : List.of();
            link.isOpen = false;
            link.requests.clear();
            link.answers.clear();
            CentralogException broken = new CentralogException("connection lost");
            failing.forEach(call -> call.failed.accept(broken));
        }
    }

    /** Ends the partition: one server is lost, and the other one is the primary of all clients. */
    void join(ModelRedis lost, int silently) {
        split(false);
        gone(lost, silently);
        links.forEach(link -> link.server = redis);
    }

    void up() {
        isUp = true;
    }

    /** Cuts the connections to servers that are unavailable; their clients have given up by now. */
    void cutDead() {
        dead.forEach(this::cut);
        dead.clear();
    }

    boolean isQuiet() {
        return anyWithRequests() == null && anyWithAnswers() == null;
    }
}
