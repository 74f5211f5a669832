package dev.grapevine.node.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import dev.grapevine.node.run.GrapevineVersion;

/** The description of the API for programs, by OpenAPI 3.1. Read when it is first asked for. Thread-safe. */
final class ApiDescription {

    /** In the description's text, where the version of this program belongs. */
    private static final String VERSION = "@version@";

    private static final byte[] JSON = read();

    private ApiDescription() {}

    static byte[] json() {
        return JSON;
    }

    private static byte[] read() {
        try (InputStream text = ApiDescription.class.getResourceAsStream("/openapi.json")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).replace(VERSION, GrapevineVersion.text())
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The description of the API cannot be read", e);
        }
    }
}
