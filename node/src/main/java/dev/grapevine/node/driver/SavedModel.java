package dev.grapevine.node.driver;

import java.io.IOException;
import java.nio.file.Path;

import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.run.RunSetup;

/** A node's model as a safetensors file with the run's metadata. */
final class SavedModel {

    private SavedModel() {}

    static byte[] encode(RunSetup setup, Network network, float[] parameters) {
        return Safetensors.encode(network.layout(), parameters, setup.metadata());
    }

    /** The model's file in a node's folder. */
    static Path in(Path folder) {
        return folder.resolve("model.safetensors");
    }

    static void write(Path file, RunSetup setup, Network network, float[] parameters) throws IOException {
        Safetensors.write(file, network.layout(), parameters, setup.metadata());
    }
}
