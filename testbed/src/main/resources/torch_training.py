# Trains Grapevine's benchmark models with PyTorch on one thread, a task for each line of standard input, which is JSON as
# the answers are. The first answer comes unasked and says what this program is. Each task names a "model" and a "batch":
#   {"task": "check", "parameters": FILE, "rows": FILE}   starts a model with these parameters (32-bit floats in the order
#       of Grapevine's) and makes a step for each batch of these rows (32-bit numbers); answers with its count of
#       parameters and the mean loss of the later half of the steps; where the count is another, without a loss
#   {"task": "warm", "seconds": S, "steps": N}            goes on until N steps have been made in all, or for S seconds
#   {"task": "time", "seconds": S}                        goes on for S seconds; answers with rows, core time and wall time
# Seconds are those that it has a core. The arguments are the images (a folder with MNIST's files, or a file of 32-bit
# floats) and the text. Where PyTorch or a fast BLAS is missing, both are installed from Debian's packages (python3-torch,
# over a gigabyte, and libopenblas0-pthread).
import ctypes
import json
import os
import platform
import re
import subprocess
import sys
import time

INSTALLED = "--installed"


def install():
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "python3-torch",
                                            "libopenblas0-pthread"]):
        subprocess.check_call(command, stdout=sys.stderr, env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))
    os.execv("/usr/bin/python3", ["/usr/bin/python3"] + sys.argv + [INSTALLED])


def mapped():
    """The files that are mapped into this process, with their first and last address."""
    with open("/proc/self/maps") as file:
        for line in file:
            words = line.rstrip("\n").split(None, 5)
            if len(words) == 6 and words[5].startswith("/"):
                first, last = (int(word, 16) for word in words[0].split("-"))
                yield first, last, words[5]


def blas():
    """The file that PyTorch's matrix product is in, and what it says of itself: empty where it says nothing."""
    try:
        files = list(mapped())
        caller = next(file for _, _, file in files if "libtorch_cpu" in file)
        address = ctypes.cast(ctypes.CDLL(caller).sgemm_, ctypes.c_void_p).value
        path = next(file for first, last, file in files if first <= address < last)
    except (OSError, AttributeError, StopIteration):
        # Some builds have a library within them, which no symbol shows.
        found = re.search("BLAS_INFO=(\\w+)", torch.__config__.show())
        return {"file": "", "config": found.group(1) if found else "", "kernel": ""}
    library = ctypes.CDLL(path)
    try:
        library.openblas_get_config.restype = ctypes.c_char_p
        library.openblas_get_corename.restype = ctypes.c_char_p
        return {"file": path, "config": library.openblas_get_config().decode().strip(),
                "kernel": library.openblas_get_corename().decode()}
    except AttributeError:
        return {"file": path, "config": "", "kernel": ""}


try:
    import torch
except ImportError:
    if INSTALLED in sys.argv:
        sys.exit("PyTorch cannot be imported by " + sys.executable)
    install()

import gzip

import numpy
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)
torch.set_flush_denormal(True)
torch.manual_seed(1)
loaded = blas()
if not loaded["config"] and INSTALLED not in sys.argv:
    try:
        install()
    except (OSError, subprocess.CalledProcessError) as error:
        print("No other BLAS can be installed: " + str(error), file=sys.stderr)

BLOCK = 64
TEST_SHARE = 0.1


def read(path, header):
    compressed = path + ".gz"
    with (gzip.open(compressed) if os.path.exists(compressed) else open(path, "rb")) as file:
        return numpy.frombuffer(file.read(), numpy.uint8, offset=header)


class Images:
    def __init__(self, path):
        if os.path.isdir(path):
            pixels = torch.from_numpy(read(path + "/train-images-idx3-ubyte", 16).astype(numpy.float32)).view(-1, 784)
            self.images = (pixels - pixels.mean()) / pixels.std()
            self.labels = torch.from_numpy(read(path + "/train-labels-idx1-ubyte", 8).astype(numpy.int64))
        else:
            self.images = torch.from_numpy(numpy.fromfile(path, "<f4")).view(-1, 784)
            self.labels = torch.arange(len(self.images)) % 10
        self.rows = len(self.labels)

    def batch(self, rows):
        return self.images[rows], self.labels[rows]


class Text:
    def __init__(self, path):
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        alphabet = {character: number for number, character in enumerate(sorted(set(text)))}
        self.symbols = len(alphabet)
        self.numbers = torch.tensor([alphabet[character] for character in text])
        end = len(text) - int(TEST_SHARE * len(text))
        self.starts = torch.arange(0, end - BLOCK, BLOCK // 2)
        self.window = torch.arange(BLOCK + 1)
        self.rows = len(self.starts)

    def batch(self, rows):
        windows = self.numbers[self.starts[rows].unsqueeze(1) + self.window]
        return windows[:, :-1], windows[:, 1:].reshape(-1)


class Attention(nn.Module):
    """With normalisation before and a residual stream beside it, and a perceptron behind it likewise."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.before = nn.LayerNorm(width)
        self.parts = nn.Linear(width, 3 * width)
        self.mixed = nn.Linear(width, width)
        self.between = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.register_buffer("future", torch.ones(BLOCK, BLOCK, dtype=torch.bool).triu(1))

    def forward(self, stream):
        batch, positions, width = stream.shape
        shape = (batch, positions, self.heads, width // self.heads)
        queries, keys, values = (part.view(shape).transpose(1, 2)
                                 for part in self.parts(self.before(stream)).split(width, 2))
        scores = (queries @ keys.transpose(-2, -1)) * shape[3] ** -0.5
        shares = functional.softmax(scores.masked_fill(self.future, float("-inf")), -1)
        stream = stream + self.mixed((shares @ values).transpose(1, 2).reshape(batch, positions, width))
        return stream + self.down(functional.gelu(self.up(self.between(stream)), approximate="tanh"))


class Transformer(nn.Module):
    def __init__(self, layers, heads, width, symbols):
        super().__init__()
        self.symbols = nn.Embedding(symbols, width)
        self.positions = nn.Embedding(BLOCK, width)
        self.layers = nn.Sequential(*(Attention(width, heads) for _ in range(layers)))
        self.after = nn.LayerNorm(width)
        self.predict = nn.Linear(width, symbols)

    def forward(self, rows):
        stream = self.symbols(rows) + self.positions.weight
        return self.predict(self.after(self.layers(stream))).flatten(0, 1)


class Recurrent(nn.Module):
    """PyTorch's own unit, whose second biases of the first two gates are 0 and not learned, since they do what the first do."""

    def __init__(self, width):
        super().__init__()
        self.width = width
        self.input_weight = nn.Parameter(torch.empty(3 * width, width))
        self.hidden_weight = nn.Parameter(torch.empty(3 * width, width))
        self.bias = nn.Parameter(torch.empty(3 * width))
        self.candidate_bias = nn.Parameter(torch.empty(width))
        self.register_buffer("none", torch.zeros(2 * width))

    def forward(self, rows):
        weights = [self.input_weight, self.hidden_weight, self.bias, torch.cat((self.none, self.candidate_bias))]
        start = torch.zeros(1, rows.shape[0], self.width)
        return torch.gru(rows, start, weights, True, 1, 0.0, True, False, True)[0]


class RecurrentNetwork(nn.Module):
    def __init__(self, width, symbols):
        super().__init__()
        self.symbols = nn.Embedding(symbols, width)
        self.unit = Recurrent(width)
        self.predict = nn.Linear(width, symbols)

    def forward(self, rows):
        return self.predict(self.unit(self.symbols(rows))).flatten(0, 1)


def from_image(channels, height, width, outputs):
    """A dense layer behind an image, whose values Grapevine has pixel by pixel and PyTorch channel by channel."""
    layer = nn.Linear(channels * height * width, outputs)
    layer.image = (height, width, channels)
    return layer


def model(name, data):
    kind, _, words = name.partition(":")
    sizes = [int(word) for word in words.split(",")] if words else []
    if kind == "gpt":
        return Transformer(*sizes, data.symbols)
    if kind == "gru":
        return RecurrentNetwork(*sizes, data.symbols)
    if name == "softmax":
        return nn.Linear(784, 10)
    if kind == "mlp":
        widths = [784] + sizes
        hidden = [layer for i in range(len(sizes)) for layer in (nn.Linear(widths[i], widths[i + 1]), nn.ReLU())]
        return nn.Sequential(*hidden, nn.Linear(widths[-1], 10))
    image = nn.Unflatten(1, (1, 28, 28))
    if name == "cnn":
        return nn.Sequential(image, nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
                             nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                             from_image(16, 5, 5, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
    if kind == "cnn" and len(sizes) == 3:
        return nn.Sequential(image, nn.Conv2d(1, sizes[0], 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
                             nn.Conv2d(sizes[0], sizes[1], 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                             from_image(sizes[1], 7, 7, sizes[2]), nn.ReLU(), nn.Linear(sizes[2], 10))
    sys.exit("There is no model " + name)


class Parameters:
    """Grapevine's parameters, taken one after the other."""

    def __init__(self, path):
        self.values = torch.from_numpy(numpy.fromfile(path, "<f4"))
        self.place = 0

    def take(self, *shape):
        count = numpy.prod(shape)
        self.place += count
        return self.values[self.place - count:self.place].view(*shape)

    def fill(self, layer):
        if isinstance(layer, nn.Linear):
            weight = self.take(layer.in_features, layer.out_features)
            if hasattr(layer, "image"):
                weight = weight.view(*layer.image, -1).permute(2, 0, 1, 3).reshape(weight.shape)
            layer.weight.copy_(weight.t())
            layer.bias.copy_(self.take(layer.out_features))
        elif isinstance(layer, nn.Conv2d):
            layer.weight.copy_(self.take(*layer.kernel_size, layer.in_channels, layer.out_channels).permute(3, 2, 0, 1))
            layer.bias.copy_(self.take(layer.out_channels))
        elif isinstance(layer, nn.LayerNorm):
            layer.weight.copy_(self.take(*layer.weight.shape))
            layer.bias.copy_(self.take(*layer.bias.shape))
        elif isinstance(layer, nn.Embedding):
            layer.weight.copy_(self.take(*layer.weight.shape))
        elif isinstance(layer, Recurrent):
            layer.input_weight.copy_(self.take(layer.width, 3 * layer.width).t())
            layer.hidden_weight.copy_(self.take(layer.width, 3 * layer.width).t())
            layer.bias.copy_(self.take(3 * layer.width))
            layer.candidate_bias.copy_(self.take(layer.width))


class Workload:
    def __init__(self, name, batch):
        text = name.startswith(("gpt", "gru"))
        self.data = data(Text if text else Images)
        self.net = model(name, self.data)
        self.optimizer = (torch.optim.AdamW(self.net.parameters(), lr=0.001, weight_decay=0.01, foreach=True)
                          if text else torch.optim.SGD(self.net.parameters(), lr=0.01, momentum=0.9, foreach=True))
        self.loss = nn.CrossEntropyLoss()
        self.batch = batch
        self.order = torch.randperm(self.data.rows)
        self.position = 0
        self.steps = 0

    def step(self):
        if self.position + self.batch > self.data.rows:
            self.order = torch.randperm(self.data.rows)
            self.position = 0
        rows = self.order[self.position:self.position + self.batch]
        self.position += self.batch
        self.learn(rows)

    def learn(self, rows):
        inputs, targets = self.data.batch(rows)
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(self.net(inputs), targets)
        loss.backward()
        self.optimizer.step()
        self.steps += 1
        return loss

    def check(self, parameters, rows):
        own = sum(parameter.numel() for parameter in self.net.parameters())
        given = Parameters(parameters)
        if own != len(given.values):
            return {"parameters": own}
        with torch.no_grad():
            for layer in self.net.modules():
                given.fill(layer)
        batches = torch.from_numpy(numpy.fromfile(rows, "<i4").astype(numpy.int64)).view(-1, self.batch)
        losses = [self.learn(batch).item() for batch in batches]
        later = losses[len(losses) // 2:]
        return {"parameters": own, "loss": sum(later) / len(later)}

    def run(self, seconds, steps):
        before = self.steps
        wall = time.perf_counter()
        start = time.process_time()
        while time.process_time() - start < seconds and (steps is None or self.steps < steps):
            self.step()
        return {"rows": (self.steps - before) * self.batch, "core": time.process_time() - start,
                "wall": time.perf_counter() - wall}


def say(answer):
    print(json.dumps(answer), flush=True)


datasets = {}
workloads = {}


def data(kind):
    if kind not in datasets:
        datasets[kind] = kind(sys.argv[1 if kind is Images else 2])
    return datasets[kind]


say({"version": torch.__version__, "python": platform.python_version(), "threads": torch.get_num_threads(),
     "capability": (re.search("CPU capability usage: (\\S+)", torch.__config__.show()) or [None, "unknown"])[1],
     "onednn": torch.backends.mkldnn.is_available(), "blas": loaded,
     "settings": "eager, float32, denormals flushed, foreach optimizers, gradients set to none"})
for line in sys.stdin:
    task = json.loads(line)
    key = (task["model"], task["batch"])
    if key not in workloads:
        workloads[key] = Workload(*key)
    if task["task"] == "check":
        say(workloads[key].check(task["parameters"], task["rows"]))
    else:
        say(workloads[key].run(task["seconds"], task.get("steps")))
