# Trains Grapevine's benchmark models with PyTorch on one thread, a while for each line of standard input:
#   warm MODEL BATCH SECONDS STEPS    trains until STEPS steps have been made in all, or for SECONDS; answers with the steps
#   time MODEL BATCH SECONDS          trains for at least SECONDS; answers with samples per second; seconds are those that it has a core
# The only argument is the folder with MNIST's files, or the word random. Where PyTorch is missing it is installed from
# Debian's packages (python3-torch, over a gigabyte).
import os
import subprocess
import sys

try:
    import torch
except ImportError:
    if "--installed" in sys.argv:
        sys.exit("PyTorch cannot be imported by " + sys.executable)
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "python3-torch"]):
        subprocess.check_call(command, stdout=sys.stderr, env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))
    os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv + ["--installed"])

import gzip
import time

import numpy
from torch import nn

torch.set_num_threads(1)
torch.set_flush_denormal(True)
torch.manual_seed(1)


def read(path, header):
    compressed = path + ".gz"
    with (gzip.open(compressed) if os.path.exists(compressed) else open(path, "rb")) as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=header)


def load(folder):
    if folder == "random":
        return torch.randn(8192, 784), torch.arange(8192) % 10
    images = torch.from_numpy(read(folder + "/train-images-idx3-ubyte", 16).astype(numpy.float32)).view(-1, 784)
    labels = torch.from_numpy(read(folder + "/train-labels-idx1-ubyte", 8).astype(numpy.int64))
    return (images - images.mean()) / images.std(), labels


def model(name):
    if name == "softmax":
        return nn.Linear(784, 10)
    if name == "mlp:256,128":
        return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))
    image = nn.Unflatten(1, (1, 28, 28))
    if name == "cnn":
        return nn.Sequential(image, nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
                             nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                             nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
    if name == "cnn:32,64,512":
        return nn.Sequential(image, nn.Conv2d(1, 32, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
                             nn.Conv2d(32, 64, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                             nn.Linear(64 * 7 * 7, 512), nn.ReLU(), nn.Linear(512, 10))
    sys.exit("There is no model " + name)


class Workload:
    def __init__(self, name, batch):
        self.net = model(name)
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=0.01, momentum=0.9)
        self.loss = nn.CrossEntropyLoss()
        self.batch = batch
        self.order = torch.randperm(len(labels))
        self.position = 0
        self.steps = 0

    def step(self):
        if self.position + self.batch > len(labels):
            self.order = torch.randperm(len(labels))
            self.position = 0
        rows = self.order[self.position:self.position + self.batch]
        self.position += self.batch
        self.optimizer.zero_grad()
        self.loss(self.net(images[rows]), labels[rows]).backward()
        self.optimizer.step()
        self.steps += 1


images, labels = load(sys.argv[1])
workloads = {}
for line in sys.stdin:
    task, name, batch, seconds, *limit = line.split()
    workload = workloads.setdefault((name, batch), Workload(name, int(batch)))
    before = workload.steps
    start = time.process_time()
    while time.process_time() - start < float(seconds) and (task == "time" or workload.steps < int(limit[0])):
        workload.step()
    elapsed = time.process_time() - start
    done = workload.steps - before
    print(done * workload.batch / elapsed if task == "time" else workload.steps, flush=True)
