package dev.grapevine.node.doctor;

import java.io.IOException;
import java.net.Socket;

/** Opens one more connection to the same place. */
@FunctionalInterface
interface Opening {

    Socket open() throws IOException;
}
