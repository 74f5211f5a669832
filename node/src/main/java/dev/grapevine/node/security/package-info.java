/**
 * Identity by key, invitations, certificates and revocation: which device may take part in a run, decided by pure machines.
 * Never opens a socket, starts a thread or reads a clock, and touches files in {@link dev.grapevine.node.security.SecurityFolder}
 * only. Cryptography is the JDK's; Bouncy Castle makes certificates and nothing else. Start reading at
 * {@link dev.grapevine.node.security.Admission}.
 */
package dev.grapevine.node.security;
