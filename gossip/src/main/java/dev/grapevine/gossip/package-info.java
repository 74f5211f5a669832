/**
 * The gossip protocol of one node, as a pure function from events to effects; {@code PROTOCOL.md} is its specification.
 * Nothing in this module reads a clock, starts a thread, does I/O, or draws randomness that it was not given. Start
 * reading at {@link dev.grapevine.gossip.core.PeerProtocol}.
 *
 * <p>Everything else is the duty of a driver:
 *
 * <ol>
 * <li>Give each life an incarnation above all earlier ones of the node, and keep it on stable storage before the first
 * step: see {@link dev.grapevine.gossip.peers.Incarnations#above}.
 * <li>Call {@link dev.grapevine.gossip.core.PeerProtocol#step} for one event after the other, never from two threads at
 * once, with the time since the node's start, which never goes back. The first event is {@code Started}, once.
 * <li>Perform the effects of a step in their order, all of them before the next step. None may block.
 * <li>Establish who a peer is before its frames are delivered as {@code MessageArrived}, each whole or not at all. Frames
 * may be lost, duplicated, delayed and reordered.
 * <li>Set a timer for each {@code SetTimer} and bring it back as {@code TimerFired}. Timers are not cancelled.
 * <li>Report members as {@code PeerJoined}, with their incarnations, and lost ones as {@code PeerSuspected}. Membership
 * may be late and wrong.
 * <li>Train for each {@code StartRound} with its seed as the only randomness, and answer with {@code RoundFinished} or
 * {@code RoundFailed}. Neither side changes the parameters of a round that runs, nor those of its result before the next
 * round starts.
 * <li>Prepare for {@code AdoptCharter} and {@code FoundCharter} and answer with {@code CharterAdopted}; a founder gives
 * the charter a {@link dev.grapevine.gossip.charter.RunIdentity}. Answer {@code ProvideSums} with {@code SumsReady}, and
 * {@code StartMerge} with {@code MergeFinished}.
 * <li>Keep the bytes of {@code Persist} on stable storage before {@code Persisted} says so, and give them back in the
 * {@link dev.grapevine.gossip.core.NodeLife} of each later life.
 * <li>Keep the snapshot of {@code Checkpoint} together with the state that the trainer had when it was asked for, and
 * replace the last one atomically.
 * <li>After the step, and if {@link dev.grapevine.gossip.lifecycle.Rebirths} allows it, obey {@code Outlived} and
 * {@code ChangeRun}: end the life as a crash would and begin another one.
 * <li>Deliver answers and timers only to the life that asked for them.
 * <li>Pass each {@code Report} on, and stop at {@code Halt} and {@code Left}.
 * <li>Treat an exception from a step as a bug and stop, except
 * {@link dev.grapevine.gossip.wire.FrameMemoryError}: then drop the frame and go on.
 * </ol>
 */
package dev.grapevine.gossip;
