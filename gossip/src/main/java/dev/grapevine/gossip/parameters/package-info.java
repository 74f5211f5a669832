/**
 * Parameters of the protocol: each is a component of {@link ProtocolParameters} and has a line in {@link ProtocolKnobs}
 * with its allowed values and effect. Makes no decisions at run time. Start reading at {@link ProtocolParameters}.
 */
package dev.grapevine.gossip.parameters;
