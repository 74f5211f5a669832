package dev.grapevine.gossip.transcript;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.core.NodeLife;
import dev.grapevine.gossip.core.PeerProtocol;
import dev.grapevine.gossip.effect.Effect;
import dev.grapevine.gossip.event.Event;
import dev.grapevine.gossip.event.RoundResult;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.message.Envelope;
import dev.grapevine.gossip.message.Forge;
import dev.grapevine.gossip.message.Message;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.wire.FrameCodec;
import dev.grapevine.gossip.words.Words;

/**
 * Performs the commands of a transcript on nodes and the messages between them, and describes the results of each step
 * in the protocol's words. Nothing happens by itself: messages wait until they are delivered or dropped, timers until time
 * advances, rounds of training until they end.
 *
 * <pre>
 * plan strategy=choco block=8 …      the terms of the run of the nodes that follow
 * nodes anna bert …                  nodes of the run from the start that see each other
 * node anna                          one that sees nobody
 * joiner carl seed=1 …               one that looks for its run, with these pinned terms
 * see anna bert · lose anna bert     membership tells anna of bert
 * round anna +0.01                   a round ends; it moved all parameters by this much
 * round anna +0.01 1&gt;9               its loss was 1 at the beginning and 9 at the end; else it is 1 and 0.5
 * flight                             the messages under way
 * deliver anna&gt;bert · deliver all    the oldest message; all, and those that follow
 * drop … · double … · delay …        it gets lost; is duplicated; arrives after those behind it
 * say bert&gt;anna BlockDone 1 7        a forged message; charter stands for the run's fingerprint
 * advance 2s                         time goes on, timers fire
 * ready anna · sums anna 3           the driver has prepared a charter; this many bytes of sums
 * merge anna · kept anna             the oldest merge is done; the kept bytes are on disk
 * leave · pause · resume · checkpoint anna
 * crash anna · restart anna          it comes back from its last checkpoint as another life
 * over anna                          its driver ends this life, and begins one in the run that it changes to
 * restart anna 3                     as that life, which may be an earlier one
 * show anna                          its phase and rounds
 * </pre>
 */
final class Stage {

    private static final int SEED = 1;
    private static final String USUAL_LOSSES = "1>0.5";

    private record Flight(PeerId from, PeerId to, byte[] frame) {}

    private static final class Actor {
        private final PeerId id;
        private final RunPlan plan;
        private long life = 1;
        private PeerProtocol protocol;
        private Effect.StartRound round;
        private byte[] checkpoint;
        private Charter other;
        private final Queue<Effect.StartMerge> merges = new ArrayDeque<>();
        private final Queue<Effect.Persist> toKeep = new ArrayDeque<>();
        private final SortedMap<String, byte[]> kept = new TreeMap<>();

        Actor(String name, RunPlan plan) {
            id = new PeerId(name);
            this.plan = plan;
        }
    }

    private record Alarm(Duration at, Actor actor, long life, Event event) {}

    private final Rooms rooms;
    private final FrameCodec frames;
    private final Words words;
    private final Map<PeerId, Actor> actors = new LinkedHashMap<>();
    private final List<Flight> flights = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private final List<String> output = new ArrayList<>();
    private RunPlan plan;
    private Duration now = Duration.ZERO;

    /** An empty stage for nodes that know these rooms. */
    Stage(Rooms rooms) {
        this.rooms = rooms;
        this.plan = Plans.of(Map.of(), rooms);
        this.frames = rooms.frames(ProtocolParameters.DEFAULT.frameBytesMax());
        this.words = new Words(rooms);
    }

    /** The results of a command, a line each. */
    List<String> perform(String command) {
        output.clear();
        String[] all = command.split(" ");
        List<String> arguments = List.of(all).subList(1, all.length);
        try {
            perform(all[0], arguments);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("'" + command + "': " + e.getMessage(), e);
        }
        return List.copyOf(output);
    }

    private void perform(String verb, List<String> arguments) {
        switch (verb) {
            case "plan" -> plan = Plans.of(options(arguments), rooms);
            case "nodes" -> nodes(arguments);
            case "node" -> start(knowing(arguments.getFirst()));
            case "joiner" -> joiner(arguments.getFirst(), options(arguments.subList(1, arguments.size())));
            case "see" -> step(actor(arguments), new Event.PeerJoined(id(arguments, 1), life(id(arguments, 1))));
            case "lose" -> step(actor(arguments), new Event.PeerSuspected(id(arguments, 1)));
            case "round" -> round(actor(arguments), arguments.size() < 2 ? "0" : arguments.get(1),
                    arguments.size() < 3 ? USUAL_LOSSES : arguments.get(2));
            case "flight" -> flights.forEach(flight -> output.add(flight.from + ">" + flight.to + ": "
                    + words.of(new Effect.Send(flight.to, flight.frame))));
            case "deliver" -> deliver(arguments.getFirst());
            case "drop" -> drop(arguments.getFirst());
            case "double" -> flights.add(oldest(arguments.getFirst()));
            case "delay" -> {
                Flight late = oldest(arguments.getFirst());
                flights.remove(late);
                flights.add(late);
            }
            case "say" -> say(arguments);
            case "advance" -> advance(Duration.parse("PT" + arguments.getFirst()));
            case "ready" -> step(actor(arguments), new Event.CharterAdopted(actor(arguments).plan));
            case "sums" -> sums(actor(arguments), Integer.parseInt(arguments.get(1)));
            case "merge" -> merge(actor(arguments));
            case "kept" -> kept(actor(arguments));
            case "leave" -> step(actor(arguments), new Event.LeaveRequested());
            case "found" -> step(actor(arguments), new Event.FoundRequested());
            case "pause" -> step(actor(arguments), new Event.PauseRequested());
            case "resume" -> step(actor(arguments), new Event.ResumeRequested());
            case "checkpoint" -> step(actor(arguments), new Event.CheckpointRequested());
            case "crash" -> actor(arguments).protocol = null;
            case "restart" -> restart(actor(arguments), arguments.size() > 1 ? Long.parseLong(arguments.get(1)) : 0);
            case "over" -> over(actor(arguments));
            case "show" -> show(actor(arguments));
            default -> throw new IllegalArgumentException("there is no such command");
        }
    }

    private static Map<String, String> options(List<String> arguments) {
        return arguments.stream().map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, other) -> other, LinkedHashMap::new));
    }

    private static PeerId id(List<String> arguments, int place) {
        return new PeerId(arguments.get(place));
    }

    private Actor actor(List<String> arguments) {
        return actor(id(arguments, 0));
    }

    private Actor actor(PeerId id) {
        Actor actor = actors.get(id);
        if (actor == null) {
            throw new IllegalArgumentException("there is no " + id);
        }
        return actor;
    }

    /** The life of a peer on the stage; another peer is in its first. */
    private long life(PeerId peer) {
        return actors.containsKey(peer) ? actors.get(peer).life : 1;
    }

    private RandomStream randomness(Actor actor) {
        return new RandomStream(SEED).fork("node " + actor.id);
    }

    private Actor knowing(String name) {
        Actor actor = new Actor(name, plan);
        actor.protocol = PeerProtocol.knowing(NodeLife.of(actor.id, actor.life), rooms, plan, randomness(actor));
        actors.put(actor.id, actor);
        return actor;
    }

    /** They begin before the transcript: only later results are shown. */
    private void nodes(List<String> names) {
        List<Actor> begun = names.stream().map(this::knowing).toList();
        begun.forEach(this::start);
        begun.forEach(one -> begun.stream().filter(other -> one != other)
                .forEach(other -> step(one, new Event.PeerJoined(other.id, other.life))));
        output.clear();
    }

    private void start(Actor actor) {
        step(actor, new Event.Started());
    }

    private void joiner(String name, Map<String, String> pinned) {
        Actor actor = new Actor(name, plan);
        actor.protocol = PeerProtocol.looking(NodeLife.of(actor.id, actor.life), rooms, plan.parameters(), pinned,
                randomness(actor));
        actors.put(actor.id, actor);
        start(actor);
    }

    private void round(Actor actor, String change, String losses) {
        Effect.StartRound round = actor.round;
        actor.round = null;
        float[] end = round.start().clone();
        for (int i = 0; i < end.length; i++) {
            end[i] += Float.parseFloat(change);
        }
        step(actor, new Event.RoundFinished(new RoundResult(round.round(), end, round.steps(),
                Double.parseDouble(losses.substring(0, losses.indexOf('>'))),
                Double.parseDouble(losses.substring(losses.indexOf('>') + 1)))));
    }

    private Flight oldest(String way) {
        return flights.stream().filter(flight -> (flight.from + ">" + flight.to).equals(way)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing is under way"));
    }

    private void deliver(String way) {
        if (way.equals("all")) {
            while (!flights.isEmpty()) {
                arrive(flights.removeFirst());
            }
        } else {
            Flight flight = oldest(way);
            flights.remove(flight);
            arrive(flight);
        }
    }

    private void arrive(Flight flight) {
        if (actors.containsKey(flight.to) && actor(flight.to).protocol != null) {
            step(actor(flight.to), new Event.MessageArrived(flight.from, flight.frame));
        }
    }

    private void drop(String way) {
        if (way.equals("all")) {
            flights.clear();
        } else {
            flights.remove(oldest(way));
        }
    }

    private void say(List<String> arguments) {
        String[] ends = arguments.getFirst().split(">");
        Message message = Forge.message(frames.messages(), arguments.get(1),
                arguments.subList(2, arguments.size()).stream()
                        .map(field -> field.replace("charter", String.valueOf(plan.charter().fingerprint()))).toList());
        Actor to = actor(new PeerId(ends[1]));
        step(to, new Event.MessageArrived(new PeerId(ends[0]),
                frames.encode(new Envelope(life(new PeerId(ends[0])), to.life, message))));
    }

    private void advance(Duration time) {
        Duration end = now.plus(time);
        while (true) {
            Alarm next = alarms.stream().filter(alarm -> alarm.at.compareTo(end) <= 0)
                    .min((one, other) -> one.at.compareTo(other.at)).orElse(null);
            if (next == null) {
                now = end;
                return;
            }
            alarms.remove(next);
            now = next.at;
            if (next.actor.life == next.life && next.actor.protocol != null) {
                step(next.actor, next.event);
            }
        }
    }

    private void sums(Actor actor, int bytes) {
        byte[] sums = new byte[bytes];
        Arrays.fill(sums, (byte) actor.id.text().charAt(0));
        step(actor, new Event.SumsReady(sums));
    }

    private void merge(Actor actor) {
        Effect.StartMerge merge = actor.merges.remove();
        step(actor, new Event.MergeFinished(merge.number(),
                merge.aggregator().increments(merge.own(), merge.others())));
    }

    private void kept(Actor actor) {
        Effect.Persist persist = actor.toKeep.remove();
        actor.kept.put(persist.name(), persist.bytes());
        step(actor, new Event.Persisted(persist.number()));
    }

    /** @param life 0 for the one after the last */
    private void restart(Actor actor, long life) {
        actor.life = life == 0 ? actor.life + 1 : life;
        actor.round = null;
        actor.merges.clear();
        actor.toKeep.clear();
        actor.protocol = PeerProtocol.restore(new NodeLife(actor.id, actor.life, new TreeMap<>(actor.kept)), rooms,
                actor.plan, actor.checkpoint, randomness(actor));
        start(actor);
    }

    private void over(Actor actor) {
        Actor next = new Actor(actor.id.text(), actor.plan.withCharter(actor.other));
        next.life = actor.life;
        next.checkpoint = PeerProtocol.nothingLearned(NodeLife.of(next.id, next.life), rooms, next.plan,
                randomness(next));
        actors.put(next.id, next);
        restart(next, 0);
    }

    private void show(Actor actor) {
        PeerProtocol node = actor.protocol;
        output.add(actor.id + " is " + node.phase().word() + ", round "
                + node.rounds() + ", sees " + node.livePeers() + ", unfinished " + node.unfinishedBlocksByPeer());
        node.replica().ifPresent(replica -> output.add("  sum " + replica.mass() + ", trained "
                + replica.trainedMass() + ", exchanged " + replica.exchangedMass() + ", ledger "
                + replica.ledger().mass()));
    }

    private void step(Actor actor, Event event) {
        List<Effect> effects = actor.protocol.step(now, event);
        output.add(actor.id + " " + words.of(event));
        for (Effect effect : effects) {
            output.add("  " + words.of(effect));
            switch (effect) {
                case Effect.Send send -> flights.add(new Flight(actor.id, send.to(), send.bytes()));
                case Effect.SetTimer timer -> alarms.add(new Alarm(now.plus(timer.delay()), actor, actor.life,
                        new Event.TimerFired(timer.timer())));
                case Effect.StartRound round -> actor.round = round;
                case Effect.Checkpoint checkpoint -> actor.checkpoint = checkpoint.snapshot();
                case Effect.StartMerge merge -> actor.merges.add(merge);
                case Effect.Persist persist -> actor.toKeep.add(persist);
                case Effect.ChangeRun change -> actor.other = change.charter();
                case Effect.AdoptCharter _,Effect.FoundCharter _,Effect.ProvideSums _,Effect.Report _,Effect.Halt _,Effect.Left _,Effect.Outlived _ ->
                    {
                    }
            }
        }
    }
}
