/**
 * A cluster observed from outside: answers of its nodes over HTTP, evaluations of the models they serve, the summary.
 * It never looks into a node's process. Start reading at {@link ClusterRun}.
 */
package dev.grapevine.testbed.collect;
