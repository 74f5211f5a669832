"""Measures how many node updates gossipy (github.com/makgyver/gossipy) simulates in a second of processor time.

    gossipy_spambase.py CSV SECONDS

CSV is Spambase: 57 numbers a row and the label last. A fifth of the rows is for testing, as with Grapevine; columns are
standardised by the others, of which 100 nodes get even random shares. All know each other. The one line of output is

    RATE UPDATES ACCURACY JSON    updates per processor second; updates in all, of all nodes; mean accuracy of all nodes;
                                  versions and threads
    missing REASON                gossipy, or something that it needs, cannot be imported

The setting follows Hegedus et al. 2021, simplified to what Grapevine's row simulates: logistic regression with two outputs;
in each round, of 100 steps of time as in gossipy's own examples, every node pushes its model to a random other one, which
averages it with its own and trains (MERGE_UPDATE). No delay, no loss, no evaluation before the clock has stopped.
local_epochs=0 is gossipy's word for a single step with a random batch of batch_size rows; local_epochs=1 would be two steps,
with 32 and 4 of a node's 36 rows. An update is such a step with the merge before it. Plain SGD is cheaper for gossipy than
SGD with momentum, which it would copy with each message; in the long run its learning rate moves parameters as far as
Grapevine's 0.02 with momentum 0.9 does. Imports, data and a warm-up of a quarter of SECONDS are not in the time.
"""
import contextlib
import importlib.metadata
import json
import os
import platform
import sys
import time

try:
    from gossipy import set_seed
    from gossipy.core import AntiEntropyProtocol, ConstantDelay, CreateModelMode, StaticP2PNetwork
    from gossipy.data import DataDispatcher
    from gossipy.data.handler import ClassificationDataHandler
    from gossipy.model.handler import TorchModelHandler
    from gossipy.model.nn import LogisticRegression
    from gossipy.node import GossipNode
    from gossipy.simul import GossipSimulator, SimulationEventReceiver
    import numpy
    import torch
except ImportError as problem:
    print("missing", problem)
    sys.exit()

NODES = 100
BATCH = 32
LEARNING_RATE = 0.2
TEST_FRACTION = 0.2
STEPS_OF_TIME_PER_ROUND = 100
ROUNDS_BETWEEN_LOOKS = 5


class Updates(SimulationEventReceiver):
    """Counts messages sent: each is received in the same step of time and makes its receiver update once."""

    def __init__(self):
        self.count = 0

    def update_message(self, failed, msg=None):
        self.count += not failed

    def update_timestep(self, t):
        pass

    def update_end(self):
        pass


def load(path):
    """Training rows, their labels, test rows, their labels."""
    table = numpy.random.permutation(numpy.loadtxt(path, delimiter=","))
    rows, labels = table[:, :-1], table[:, -1]
    train = len(table) - round(TEST_FRACTION * len(table))
    rows = (rows - rows[:train].mean(0)) / rows[:train].std(0)
    rows, labels = torch.from_numpy(rows).float(), torch.from_numpy(labels).long()
    return rows[:train], labels[:train], rows[train:], labels[train:]


def build(rows, labels):
    """A simulator that is ready to start, and its nodes."""
    dispatcher = DataDispatcher(ClassificationDataHandler(rows, labels, test_size=0), n=NODES, eval_on_user=False)
    dispatcher.assign()
    learner = TorchModelHandler(net=LogisticRegression(rows.shape[1], 2), optimizer=torch.optim.SGD,
                                optimizer_params={"lr": LEARNING_RATE}, criterion=torch.nn.CrossEntropyLoss(),
                                local_epochs=0, batch_size=BATCH, create_model_mode=CreateModelMode.MERGE_UPDATE)
    everyone_else = StaticP2PNetwork(NODES, numpy.ones((NODES, NODES)) - numpy.eye(NODES))
    nodes = GossipNode.generate(data_dispatcher=dispatcher, p2p_net=everyone_else, model_proto=learner,
                                round_len=STEPS_OF_TIME_PER_ROUND, sync=True)
    simulator = GossipSimulator(nodes=nodes, data_dispatcher=dispatcher, delta=STEPS_OF_TIME_PER_ROUND,
                                protocol=AntiEntropyProtocol.PUSH, delay=ConstantDelay(0))
    simulator.init_nodes()
    return simulator, nodes.values()


def rate(simulator, updates, seconds):
    """Simulates for at least so many processor seconds; updates per second."""
    before, start = updates.count, time.process_time()
    while time.process_time() - start < seconds:
        simulator.start(n_rounds=ROUNDS_BETWEEN_LOOKS)
    return (updates.count - before) / (time.process_time() - start)


def measure(path, seconds):
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    set_seed(7)
    rows, labels, test_rows, test_labels = load(path)
    simulator, nodes = build(rows, labels)
    updates = Updates()
    simulator.add_receiver(updates)
    rate(simulator, updates, seconds / 4)
    result = rate(simulator, updates, seconds)
    accuracies = [node.evaluate((test_rows, test_labels))["accuracy"] for node in nodes]
    return result, updates.count, numpy.mean(accuracies)


with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
    line = measure(sys.argv[1], float(sys.argv[2]))
try:
    version = importlib.metadata.version("gossipy-dfl")
except importlib.metadata.PackageNotFoundError:
    version = "unknown"
print(*line, json.dumps({"version": version, "torch": torch.__version__, "threads": torch.get_num_threads(),
                         "python": platform.python_version()}))
