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
 * Connections to Redis. Each keeps the order of its requests and of its answers; between them there is none. A connection
 * that is cut leaves behind what was sent over it: a part of that may run at any later time, with nobody to take the answer.
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

    /** A call on its way, or its answer on the way back. */
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
     * An answer on its way back.
     *
     * @param isOfReplica whether it is the refusal of a replica, which a client leaves then
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

        /** Its server is gone, and nobody has said so. */
        boolean isDead;

        /** Nothing moves on it before that step. */
        long runsAgainAt;

        Link(String name, boolean isBehind, ModelRedis server) {
            this.name = name;
            this.isBehind = isBehind;
            this.server = server;
        }

        /** Asks at once; if nobody answers, that is known at once. */
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

    /** Whether connections that are made now lead to the replica. */
    boolean isMisled() {
        return isMisled;
    }

    void mislead(boolean toReplica) {
        isMisled = toReplica;
    }

    /** Whether those behind the partition reach the replica, and only that. */
    void split(boolean isReplicaReached) {
        isSplit = isReplicaReached;
    }

    private ModelRedis reached(boolean isBehind) {
        return isMisled || (isSplit && isBehind) ? replica : redis;
    }

    /**
     * Connects anew.
     *
     * @param isBehind whether it is behind the partition, when there is one
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

    /** A connection that has a request for Redis, by chance; null if none has. */
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

    /** Redis runs the next request of a connection; answers which. */
    Call<?> run(Link link) {
        Call<?> call = link.requests.remove();
        Answer answer = call.run(link.server);
        if (link.isOpen) {
            link.answers.add(answer);
        }
        forget(link);
        return call;
    }

    /** The next answer arrives. */
    Call<?> deliver(Link link) {
        Answer answer = link.answers.remove();
        answer.taking.run();
        if (answer.isOfReplica) {
            cut(link);
        }
        return answer.call;
    }

    /** A copy of the next request arrives over another connection, some time. */
    void duplicate(Link link) {
        Link copy = new Link(link.name + "'", link.isBehind, link.server);
        copy.requests.add(link.requests.element());
        copy.isOpen = false;
        links.add(copy);
    }

    /** The client closes the connection, or learns that it is broken: what has no answer fails. */
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

    /** The client connects again without a word, as Lettuce does, and sends again what has no answer. */
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

    /** So many of the requests under way never arrive, the last ones. */
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
     * Redis is gone, and all that was on its way to it.
     *
     * @param silently how many connections learn nothing of it, in percent
     */
    void down(int silently) {
        isUp = false;
        gone(redis, silently);
        gone(replica, silently);
    }

    /** A server is gone, and all that was on its way to it. */
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

    /** The partition has ended: one server is gone, and the other one is the primary of all. */
    void join(ModelRedis lost, int silently) {
        split(false);
        gone(lost, silently);
        links.forEach(link -> link.server = redis);
    }

    void up() {
        isUp = true;
    }

    /** Who waits at a server that is gone gives up by now. */
    void cutDead() {
        dead.forEach(this::cut);
        dead.clear();
    }

    boolean isQuiet() {
        return anyWithRequests() == null && anyWithAnswers() == null;
    }
}
