/**
 * Scenarios as data: how many nodes, what they learn, in what weather, and what is expected; read from YAML and written as
 * it. Never runs anything. Start reading at {@link dev.grapevine.sim.scenario.Scenario}.
 */
package dev.grapevine.sim.scenario;
