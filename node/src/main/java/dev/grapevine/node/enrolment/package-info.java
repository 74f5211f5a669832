/**
 * The ways in which a device gets certificates: from an inviter, by an invitation, or anew before the old ones end.
 * Decides nothing: whom to let in is {@code security}'s. Start reading at
 * {@link dev.grapevine.node.enrolment.EnrolmentServer}.
 */
package dev.grapevine.node.enrolment;
