/**
 * Test support for users, in a jar of its own: random scenarios, and a runner that checks the laws and shrinks what fails. See
 * {@code TESTING.md}. Start reading at {@link ScenarioRunner}.
 */
package dev.grapevine.sim.testing;
