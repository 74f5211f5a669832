/**
 * Node processes on this machine: started, killed, and gone when this process ends. It never talks to them. Start
 * reading at {@link Cluster}.
 */
package dev.grapevine.testbed.launch;
