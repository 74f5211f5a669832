package dev.grapevine.node.doctor;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.words.Address;

/**
 * The objects that the checks look at. The other nodes were visited before.
 *
 * @param folder     the node's own folder; empty if none is known
 * @param own        what the folder says of the device
 * @param names      what the names of other nodes and of this one stand for
 * @param neighbours the other nodes, in the order in which the user has named them
 * @param invitation the code that was given, as it was typed
 * @param listen     where the node is meant to listen
 * @param place      what is there now
 * @param data       the node's data and the run that they have to fit
 * @param running    the node that runs in the folder
 * @param clock      of this machine
 */
record Context(Optional<Path> folder, OwnSide own, Names names, List<Neighbour> neighbours,
        Optional<Invited> invitation,
        Optional<Address> listen, Optional<ListenPlace> place, OwnData data, Optional<RunningNodeView> running,
        Machine machine, InstantSource clock) {

    /** The question of the user. */
    record Question(Optional<Path> folder, List<Address> joins, Optional<String> invitation, Optional<Address> listen,
            RunOptions options, Optional<RunningNodeView> running) {}

    /** Visits the other nodes. Blocks, for some seconds for each that does not answer. */
    static Context of(Question question, Visitor.Patience patience, Machine machine, InstantSource clock) {
        OwnSide own = OwnSide.of(question.folder(), clock);
        Optional<Invited> invited = question.invitation().map(Invited::of);
        Visitor visitor = new Visitor(own, patience, clock);
        List<Address> others = invited.flatMap(Invited::code)
                .map(code -> Stream.concat(question.joins().stream(),
                        Stream.of(code.address())).distinct().toList())
                .orElse(question.joins());
        return new Context(question.folder(), own, new Names(Names::ofSystem, Names::isOfThisMachine),
                others.stream().map(visitor::visit).toList(), invited, question.listen(),
                question.listen().map(listen -> ListenPlace.of(listen, visitor)),
                OwnData.of(question.folder(), question.options()), question.running(), machine, clock);
    }

    /** The neighbours at whose port a node with TLS answers. */
    List<Neighbour> secured() {
        return neighbours.stream().filter(neighbour -> neighbour.kind() == Neighbour.Kind.GRAPEVINE_TLS).toList();
    }
}
