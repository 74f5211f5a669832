package dev.grapevine.node.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import dev.grapevine.node.device.DeviceLimits;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.security.InvitationCode;
import dev.grapevine.node.words.Address;

/**
 * The settings of one node.
 *
 * @param name      for people; empty to keep the one that the folder has
 * @param directory folder of the node
 * @param listen    address at which it listens for peers; empty for loopback or, in a run with invitations, the address on
 *                  the way to a peer
 * @param advertise address at which others reach it, if that differs
 * @param http      address of the dashboard and the API; by TLS if other machines reach it
 * @param joins     addresses of other nodes; without any and without an invitation, the node founds a run of its own
 * @param invitation lets this device take part in a run, if it does not yet
 * @param awaits    how many nodes have to be there, this one included, before a run is founded
 * @param device    what the node may take of its device
 * @param recording journal of its events, if wanted
 */
public record NodeConfig(Optional<String> name, Path directory, Optional<Address> listen,
        Optional<Address> advertise, Address http, List<Address> joins, Optional<InvitationCode> invitation,
        RunOptions options, OptionalInt awaits, DeviceLimits device, Optional<Recording> recording) {

    /**
     * A journal of all events.
     *
     * @param limitBytes most bytes that it may take
     */
    public record Recording(Path file, long limitBytes) {}

    /** @throws dev.grapevine.node.words.UserMistakeException if an address is open to strangers */
    public NodeConfig {
        joins = List.copyOf(joins);
    }
}
