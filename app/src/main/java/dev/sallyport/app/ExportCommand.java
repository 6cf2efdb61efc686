package dev.sallyport.app;

import dev.sallyport.gateway.UserRoute;
import dev.sallyport.gateway.export.Blueprint;
import dev.sallyport.gateway.export.Caddy;
import dev.sallyport.gateway.export.ExportedFile;
import dev.sallyport.gateway.export.Nginx;
import dev.sallyport.gateway.export.Traefik;
import dev.sallyport.gateway.tls.TlsConfiguration;
import dev.sallyport.kit.config.ConfigurationFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes down for others what the house is: its configuration, for a proxy before it or whole, and its API. */
@Command(
        name = "export",
        description =
                "Write the gateway's configuration for another proxy, all of it as it is in force, or the API's document.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sallyport export nginx --to /etc/nginx/conf.d",
            "  sallyport export traefik --to /etc/traefik --listen 443",
            "  sallyport export caddy --house http://10.0.0.7:8080 --house http://10.0.0.8:8080",
            "  sallyport export openapi --output openapi.json",
            "  sallyport export config"
        })
final class ExportCommand {
    private static final Pattern LISTEN = Pattern.compile("(?:(?:[0-9.]{7,15}|\\[[0-9A-Fa-f:.]{2,45}\\]):)?[0-9]{1,5}");

    @Spec
    private CommandSpec spec;

    /** Where the proxy is and what it finds there. */
    static final class Around {
        @Option(names = "--to", paramLabel = "DIR", description = "Write files into this folder instead of printing.")
        private Path to;

        @Option(
                names = "--listen",
                paramLabel = "[ADDRESS:]PORT",
                description = "Where the proxy listens; the port of public_url by default.")
        private String listen;

        @Option(
                names = "--house",
                paramLabel = "ORIGIN",
                description =
                        "Where the proxy reaches a gateway of the house, as often as there are some; this machine by default.")
        private List<URI> house = List.of();

        @Option(
                names = "--certificate",
                paramLabel = "FILE",
                description = {
                    "The certificate and those that lead to its authority, as the proxy finds them;",
                    "by default the first of gateway.tls.certificates, or /etc/ssl/sallyport/fullchain.pem."
                })
        private Path certificate;

        @Option(
                names = "--certificate-key",
                paramLabel = "FILE",
                description = "The certificate's key, as the proxy finds it; by default beside the certificate.")
        private Path key;
    }

    @Command(
            name = "nginx",
            description = "A file to include inside http { } of nginx 1.22 or newer.",
            mixinStandardHelpOptions = true)
    int nginx(@Mixin Sources sources, @Mixin Around around) {
        return written(sources, around, Nginx::files);
    }

    @Command(
            name = "traefik",
            description = "A static and a dynamic file for Traefik 3.1 or newer.",
            mixinStandardHelpOptions = true)
    int traefik(@Mixin Sources sources, @Mixin Around around) {
        return written(sources, around, Traefik::files);
    }

    @Command(name = "caddy", description = "A Caddyfile for Caddy 2.6 or newer.", mixinStandardHelpOptions = true)
    int caddy(@Mixin Sources sources, @Mixin Around around) {
        return written(sources, around, Caddy::files);
    }

    @Command(
            name = "config",
            description = "Every key of the configuration with the value in force; what is secret is hidden.",
            mixinStandardHelpOptions = true)
    int config(@Mixin Sources sources) {
        Optional<Settings> settings = sources.settings(Main.machine(spec), Map.of(), err());
        settings.ifPresent(
                found -> out().print(ConfigurationFile.written(EffectiveConfiguration.tree(found.configuration()))));
        out().flush();
        return settings.isPresent() ? Exit.DONE : Exit.FINDINGS;
    }

    @Command(
            name = "openapi",
            description = "The document of the API (OpenAPI 3.1), as /v1/openapi.json serves it.",
            mixinStandardHelpOptions = true)
    int openapi(
            @Mixin Sources sources,
            @Option(names = "--output", paramLabel = "FILE", description = "Write it there instead of printing it.")
                    Path output)
            throws IOException {
        Optional<Settings> settings = sources.settings(Main.machine(spec), Map.of(), err());
        if (settings.isEmpty()) {
            return Exit.FINDINGS;
        }
        Configuration configuration = settings.get().configuration();
        var text = new AtomicReference<String>("");
        PassingHouse.visit(house -> text.set(new String(
                ApiRoom.document(configuration.publicUrl(configuration.listen()), house.street())
                        .bytes(),
                StandardCharsets.UTF_8)));
        if (output == null) {
            out().println(text.get());
            out().flush();
            return Exit.DONE;
        }
        try {
            Files.writeString(output, text.get() + "\n");
            return Exit.DONE;
        } catch (IOException e) {
            err().println("--output = " + output + ": cannot be written: " + DataFolder.told(e));
            return Exit.FINDINGS;
        }
    }

    private int written(Sources sources, Around around, Function<Blueprint, List<ExportedFile>> proxy) {
        Optional<Settings> settings = sources.settings(Main.machine(spec), Map.of(), err());
        if (settings.isEmpty()) {
            return Exit.FINDINGS;
        }
        Configuration configuration = settings.get().configuration();
        if (around.listen != null && !LISTEN.matcher(around.listen).matches()) {
            err().println("--listen = " + around.listen + ": must be a port, or an address and a port: 127.0.0.1:8443");
            return Exit.USAGE;
        }
        if (!around.house.stream().allMatch(ExportCommand::isInTheClear)) {
            err().println("--house = " + around.house + ": must be an origin such as http://10.0.0.7:8080");
            return Exit.USAGE;
        }
        Blueprint blueprint = blueprint(configuration, around);
        warn(configuration, blueprint);
        try {
            return handOut(proxy.apply(blueprint), Optional.ofNullable(around.to));
        } catch (IllegalArgumentException cannot) {
            err().println(cannot.getMessage());
            return Exit.FINDINGS;
        }
    }

    private static boolean isInTheClear(URI house) {
        return Settings.isOrigin(house) && house.getScheme().equals("http");
    }

    private static Blueprint blueprint(Configuration configuration, Around around) {
        URI publicUrl = configuration.publicUrl(configuration.listen());
        int usual = publicUrl.getScheme().equals("https") ? 443 : 80;
        int port = publicUrl.getPort() < 0 ? usual : publicUrl.getPort();
        List<UserRoute> all = configuration.gateway().routes();
        List<UserRoute> left = Blueprint.left(all);
        String host = configuration.host().equals("0.0.0.0") ? "127.0.0.1" : configuration.host();
        return new Blueprint(
                publicUrl,
                Optional.ofNullable(around.listen).orElse(Integer.toString(port)),
                around.house.isEmpty()
                        ? List.of(URI.create("http://" + host + ":" + configuration.listen()))
                        : around.house,
                configuration.gateway().limits(),
                all.stream().filter(route -> !left.contains(route)).toList(),
                left,
                configuration.cors().allow(),
                configuration.trustedProxies(),
                certificate(configuration.gateway().tls(), around),
                configuration.gateway().tls().strictTransport(),
                configuration.gateway().proofOfWork().isPresent());
    }

    private static Blueprint.Certificate certificate(TlsConfiguration tls, Around around) {
        Optional<TlsConfiguration.CertificateFiles> first =
                tls.certificates().stream().findFirst();
        Path folder = Path.of("/etc/ssl/sallyport");
        Path chain = Optional.ofNullable(around.certificate)
                .or(() -> first.map(TlsConfiguration.CertificateFiles::chainFile))
                .orElse(folder.resolve("fullchain.pem"));
        Path key = Optional.ofNullable(around.key)
                .or(() -> first.filter(files -> around.certificate == null)
                        .map(TlsConfiguration.CertificateFiles::keyFile))
                .orElse(chain.resolveSibling("privkey.pem"));
        return new Blueprint.Certificate(chain, key);
    }

    private void warn(Configuration configuration, Blueprint blueprint) {
        if (configuration.trustedProxies().isEmpty()) {
            err().println("warning: trusted_proxies is empty, so the house believes nothing of what this proxy says;"
                    + " put the proxy's address there");
        }
        if (configuration.gateway().tls().isOn()) {
            err().println("warning: gateway.tls is on, and the proxy speaks to the house in the clear;"
                    + " say mode: off where the proxy ends TLS");
        }
        URI house = blueprint.house().getFirst();
        boolean here = house.getHost().equals("127.0.0.1");
        if (here && blueprint.listen().equals(Integer.toString(house.getPort()))) {
            err().println("warning: the proxy and the house both listen on port " + house.getPort()
                    + "; choose another by --listen, or by listen in sallyport.yaml");
        }
    }

    private int handOut(List<ExportedFile> files, Optional<Path> to) {
        if (to.isEmpty()) {
            files.forEach(file -> {
                if (files.size() > 1) {
                    out().println("# ==== " + file.name());
                }
                out().print(file.text());
            });
            out().flush();
            return Exit.DONE;
        }
        try {
            Files.createDirectories(to.get());
            for (ExportedFile file : files) {
                Path path = to.get().resolve(file.name());
                Files.writeString(path, file.text());
                out().println(path);
            }
            return Exit.DONE;
        } catch (IOException e) {
            err().println("--to = " + to.get() + ": cannot be written: " + DataFolder.told(e));
            return Exit.FINDINGS;
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
