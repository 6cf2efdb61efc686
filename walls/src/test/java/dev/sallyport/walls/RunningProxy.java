package dev.sallyport.walls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another product's proxy as a process of its own, with what {@code sallyport export} wrote for it. */
final class RunningProxy implements AutoCloseable {
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/usr/local/sbin"), Path.of("/usr/local/bin"));

    private final String name;
    private final int port;
    private final Path log;
    private final Process process;

    private RunningProxy(String name, int port, Path log, Process process) {
        this.name = name;
        this.port = port;
        this.log = log;
        this.process = process;
    }

    /** Where the program is, on the path or where Debian puts such programs. */
    static Optional<Path> program(String name) {
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
        return Stream.concat(onPath, PROGRAMS.stream())
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** nginx with a main part that keeps everything it writes in the folder. */
    static RunningProxy nginx(Path program, Path folder, int port) throws Exception {
        Path main = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log stderr notice;
                events { worker_connections 512; }
                http {
                    access_log off;
                    client_body_temp_path %1$s/client_body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    include %1$s/sallyport.conf;
                }
                """.formatted(folder));
        return start(
                "nginx",
                folder,
                port,
                Map.of(),
                program.toString(),
                "-p",
                folder.toString(),
                "-e",
                "stderr",
                "-c",
                main.toString());
    }

    static RunningProxy caddy(Path program, Path folder, int port) throws Exception {
        return start(
                "caddy",
                folder,
                port,
                Map.of(
                        "SALLYPORT_CADDY_ADMIN", "off",
                        "XDG_DATA_HOME", folder.toString(),
                        "XDG_CONFIG_HOME", folder.toString()),
                program.toString(),
                "run",
                "--adapter",
                "caddyfile",
                "--config",
                folder.resolve("Caddyfile").toString());
    }

    static RunningProxy traefik(Path program, Path folder, int port) throws Exception {
        return start(
                "traefik",
                folder,
                port,
                Map.of(),
                program.toString(),
                "--configFile=" + folder.resolve("traefik.yaml"));
    }

    private static RunningProxy start(
            String name, Path folder, int port, Map<String, String> environment, String... command) throws Exception {
        Path log = folder.resolve("proxy.log");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var proxy = new RunningProxy(name, port, log, builder.start());
        proxy.await();
        return proxy;
    }

    private void await() throws IOException, InterruptedException {
        for (int i = 0; i < 200; i++) {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " did not start:\n" + Files.readString(log));
            }
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        close();
        throw new IllegalStateException(name + " does not listen:\n" + Files.readString(log));
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /** By the process's own id, and what it started with it. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
