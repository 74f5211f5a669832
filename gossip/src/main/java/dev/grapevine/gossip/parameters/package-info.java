/**
 * Knobs of the protocol: a component of {@link ProtocolParameters} each, and a line of {@link ProtocolKnobs} that says what it
 * may be and what it does. Nothing here decides anything at run time. Start reading at {@link ProtocolParameters}.
 */
package dev.grapevine.gossip.parameters;
