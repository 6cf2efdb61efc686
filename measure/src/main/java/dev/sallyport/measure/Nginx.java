package dev.sallyport.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** nginx as one process with one worker, in a folder of its own: the peer of the gateway, and what both lead to. */
final class Nginx implements Measured, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Where it is on this machine. */
    static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** An origin that answers every request with the same 128 bytes. */
    static Nginx origin(Path folder, List<String> pin) throws IOException, InterruptedException {
        int port = RunningServer.freePort();
        return start(folder, pin, port, """
                server {
                  listen 127.0.0.1:%d backlog=1024;
                  location / { default_type application/json; return 200 '{"text":"%s"}'; }
                }
                """.formatted(port, "x".repeat(117)));
    }

    /** A reverse proxy to the origin over kept connections, as nginx' own guide has it. */
    static Nginx proxy(Path folder, List<String> pin, int origin, Optional<Certificate> certificate)
            throws IOException, InterruptedException {
        int port = RunningServer.freePort();
        String listen = certificate
                .map(c -> "listen 127.0.0.1:" + port + " ssl backlog=1024;\n  ssl_certificate " + c.chain()
                        + ";\n  ssl_certificate_key " + c.key() + ";\n  ssl_protocols TLSv1.3;")
                .orElse("listen 127.0.0.1:" + port + " backlog=1024;");
        return start(folder, pin, port, """
                upstream origin { server 127.0.0.1:%d; keepalive 128; keepalive_requests 100000000; }
                server {
                  %s
                  keepalive_requests 100000000;
                  location / {
                    proxy_pass http://origin;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $host;
                    proxy_set_header X-Forwarded-For $remote_addr;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    add_header X-Request-Id $request_id always;
                  }
                }
                """.formatted(origin, listen));
    }

    private static Nginx start(Path folder, List<String> pin, int port, String http)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path file = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                %2$s}
                """.formatted(folder, http));
        var command = new ArrayList<>(pin);
        command.addAll(List.of(program().orElseThrow().toString(), "-p", folder.toString(), "-c", file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        var nginx = new Nginx(process, port);
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                new Connection(port).close();
                return nginx;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    nginx.close();
                    throw new IOException(
                            "nginx did not start: " + Files.readString(folder.resolve("out.log")), notYet);
                }
                Thread.sleep(10);
            }
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Duration cpu() {
        return RunningServer.cpu(process.toHandle());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
