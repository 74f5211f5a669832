package dev.grapevine.sim.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.grapevine.consensus.random.RandomStream;

/**
 * Draws by name. A name's value does not depend on other draws, so that a new draw leaves all others as they were.
 */
record Draw(RandomStream random) {

    Draw fork(String name) {
        return new Draw(random.fork(name));
    }

    Draw fork(String name, long number) {
        return new Draw(random.fork(name, number));
    }

    /** A whole number between two bounds, both included. */
    int between(String name, int first, int last) {
        return first + random.fork(name).nextInt(last - first + 1);
    }

    /** A number between two bounds, with three decimal places, so that it is readable in a file. */
    double between(String name, double first, double last) {
        return Math.rint(1000 * (first + random.fork(name).nextDouble() * (last - first))) / 1000;
    }

    /** A duration in whole milliseconds. */
    Duration between(String name, Duration shortest, Duration longest) {
        double share = random.fork(name).nextDouble();
        return shortest.plusMillis((long) (share * (longest.toMillis() - shortest.toMillis() + 1)));
    }

    boolean chance(String name, double probability) {
        return random.fork(name).nextBoolean(probability);
    }

    <T> T of(String name, List<T> choices) {
        return choices.get(random.fork(name).nextInt(choices.size()));
    }

    /** One node or more, in order; few and many are equally likely. */
    List<Integer> nodes(String name, int nodes) {
        RandomStream draws = random.fork(name);
        int[] order = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            order[i] = i;
        }
        draws.shuffle(order);
        double share = draws.nextDouble();
        int count = 1 + (int) (share * share * nodes);
        List<Integer> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(order[i]);
        }
        return some.stream().sorted().toList();
    }

    /** A partition of the nodes into this many groups, none of them empty if there are enough nodes. */
    List<List<Integer>> groups(String name, int nodes, int groups) {
        RandomStream draws = random.fork(name);
        List<List<Integer>> members = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            members.add(new ArrayList<>());
        }
        for (int node = 0; node < nodes; node++) {
            int drawn = draws.nextInt(groups);
            members.get(node < groups ? node : drawn).add(node);
        }
        return members.stream().filter(group -> !group.isEmpty()).toList();
    }
}
