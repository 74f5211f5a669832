package dev.grapevine.consensus.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * Graphs of a given degree that take turns, after which any number of nodes have the exact mean (Takezawa et al. 2023,
 * algorithm 2, see {@link HyperHypercube}).
 *
 * <p>The digits of the number of nodes in base degree + 1 divide the nodes into parts: digit a at power p is a part
 * of a cubes of (degree + 1)^p nodes. First each part takes its mean. Then part after part, largest first, meets all
 * nodes of the smaller ones: a node of those mixes with one node of each cube of the part. By this the smaller parts
 * keep what is left to mix among themselves, and each cube has the mean of all, spread over its nodes: it takes its
 * mean once more.
 */
final class SimpleBaseGraph implements Topology {

    /**
     * One digit.
     *
     * @param start its first node
     * @param cubes the digit
     * @param cube  all nodes of it by which each of its cubes takes its mean
     * @param whole by which it takes its mean as a whole
     * @param rest  nodes behind it
     */
    private record Part(int start, int cubes, HyperHypercube cube, HyperHypercube whole, int rest) {

        int size() {
            return whole.nodes();
        }

        int end() {
            return start + size();
        }

        /** The weight between a node of a cube and one of the rest. */
        double weight() {
            return (double) cube.nodes() / (size() + rest);
        }
    }

    private final int nodes;
    private final List<Part> parts = new ArrayList<>();
    private final int roundsOfWholes;
    private final int length;

    SimpleBaseGraph(int nodes, int degree) {
        this.nodes = nodes;
        int base = degree + 1;
        long power = 1;
        while (power * base <= nodes) {
            power *= base;
        }
        int start = 0;
        for (int size = (int) power; size > 0; size /= base) {
            int digit = (nodes - start) / size;
            if (digit > 0) {
                parts.add(new Part(start, digit, new HyperHypercube(size, degree),
                        new HyperHypercube(digit * size, degree), nodes - start - digit * size));
                start += digit * size;
            }
        }
        this.roundsOfWholes = parts.stream().mapToInt(part -> part.whole.length()).max().orElseThrow();
        int roundsOfMeetings = 0;
        for (int i = 0; i < parts.size() - 1; i++) {
            roundsOfMeetings = Math.max(roundsOfMeetings, i + 1 + parts.get(i).cube.length());
        }
        this.length = roundsOfWholes + roundsOfMeetings;
    }

    @Override
    public int nodes() {
        return nodes;
    }

    /** 0 for a single node, which is in no round. */
    @Override
    public int length() {
        return length;
    }

    @Override
    public List<Link> links(int node, long round) {
        int turn = turn(round);
        int own = 0;
        while (parts.get(own).end() <= node) {
            own++;
        }
        Part part = parts.get(own);
        if (turn < roundsOfWholes) {
            return turn < part.whole.length()
                    ? shifted(part.whole.links(node - part.start, turn), part.start)
                    : List.of();
        }
        int meeting = turn - roundsOfWholes;
        if (meeting < own) {
            return withCubes(node, parts.get(meeting));
        }
        if (meeting == own) {
            return withRest(node, part);
        }
        int turnOfCube = meeting - own - 1;
        boolean spread = part.rest > 0 && turnOfCube < part.cube.length();
        int cubeStart = node - (node - part.start) % part.cube.nodes();
        return spread ? shifted(part.cube.links(node - cubeStart, turnOfCube), cubeStart) : List.of();
    }

    /** A node behind a part meets one of each of its cubes. */
    private static List<Link> withCubes(int node, Part met) {
        List<Link> links = new ArrayList<>();
        for (int cube = 0; cube < met.cubes; cube++) {
            links.add(new Link(met.start + cube * met.cube.nodes() + node - met.end(), met.weight()));
        }
        return links;
    }

    /** A node of a part meets one behind it, if there are as many. */
    private static List<Link> withRest(int node, Part part) {
        int place = (node - part.start) % part.cube.nodes();
        return place < part.rest ? List.of(new Link(part.end() + place, part.weight())) : List.of();
    }

    private static List<Link> shifted(List<Link> links, int by) {
        return links.stream().map(link -> new Link(link.neighbour() + by, link.weight())).toList();
    }
}
