package dev.grapevine.node.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.http.NodeHttp;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.transport.Address;
import dev.grapevine.node.transport.TransportSecurity;

/**
 * What a user tells one node.
 *
 * @param id        for a folder that has no identity yet; empty for a random one
 * @param directory the folder that the node owns
 * @param listen    where it takes connections
 * @param advertise where others reach it, if that is another address
 * @param http      where dashboard and API are
 * @param joins     where others listen; without any, the node founds a run of its own
 * @param security  of connections between nodes
 * @param recording whether its events are written down
 */
public record NodeConfig(Optional<PeerId> id, Path directory, Address listen, Optional<Address> advertise,
        Address http, List<Address> joins, RunOptions options, TransportSecurity security,
        Optional<Recording> recording) {

    /**
     * A journal of all events.
     *
     * @param limitBytes how large it may become
     */
    public record Recording(Path file, long limitBytes) {}

    /** @throws dev.grapevine.node.words.UserMistakeException if an address is open to strangers */
    public NodeConfig {
        security.check("listen", listen);
        joins.forEach(join -> security.check("join", join));
        NodeHttp.check(http);
        joins = List.copyOf(joins);
    }
}
