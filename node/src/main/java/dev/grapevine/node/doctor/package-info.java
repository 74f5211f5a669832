/**
 * Says in sentences why two nodes do not meet: looks at names, ways, ports, clocks, certificates, data and this machine, and
 * changes nothing. Start reading at {@link dev.grapevine.node.doctor.Doctor}.
 */
package dev.grapevine.node.doctor;
